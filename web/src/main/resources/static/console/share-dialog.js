// Links under which others may read a conversation.

import { revoke, share, shares } from "./api-sessions.js";
import { date } from "./format.js";
import { Component, createRef, html } from "./vendor.js";
import { Dialog, Loading, Problem } from "./widgets.js";
import { t } from "./words/sessions.js";

const DAYS = [1, 7, 30];
const HOURS = 24;

export class ShareDialog extends Component {
  state = { links: null, made: null, days: 0, busy: false, copied: false, problem: "" };
  field = createRef();

  componentDidMount() {
    this.load();
  }

  async trying(work) {
    this.setState({ busy: true, problem: "" });
    try {
      await work();
    } catch (error) {
      this.setState({ problem: error.message });
    }
    this.setState({ busy: false });
  }

  load = () => this.trying(async () => this.setState({ links: await shares(this.props.id) }));

  make = () => this.trying(async () => {
    const { id, leaf } = this.props;
    const made = await share(id, leaf, this.state.days * HOURS);
    this.setState({ made: new URL(made.url, location.href).href, copied: false, links: await shares(id) });
  });

  revoke = (link) => this.trying(async () => {
    await revoke(this.props.id, link.id);
    this.setState({ made: null, links: await shares(this.props.id) });
  });

  copy = () => this.trying(async () => {
    this.field.current.select();
    await navigator.clipboard.writeText(this.state.made);
    this.setState({ copied: true });
  });

  render({ close }, { links, made, days, busy, copied, problem }) {
    return html`
      <${Dialog} title=${t("shareTitle")} close=${close}>
        <p>${t("shareText")}</p>
        <p class="soft">${t("shareReach")}</p>
        ${problem && html`<${Problem} text=${problem} />`}
        <div class="share-new">
          <label>${t("expires")}
            <select value=${days} onChange=${(event) => this.setState({ days: Number(event.target.value) })}>
              <option value="0">${t("never")}</option>
              ${DAYS.map((n) => html`<option key=${n} value=${n}>${t("afterDays", n)}</option>`)}
            </select>
          </label>
          <button class="button primary" type="button" disabled=${busy} onClick=${this.make}>${t("makeLink")}</button>
        </div>
        ${made && html`
          <div class="share-link" role="status">
            <input ref=${this.field} aria-label=${t("link")} readonly value=${made} onFocus=${(event) => event.target.select()} />
            ${navigator.clipboard && html`<button class="button" type="button" onClick=${this.copy}>${copied ? t("copied") : t("copy")}</button>`}
            <p class="soft">${t("once")}</p>
          </div>`}
        <h3>${t("links")}</h3>
        ${links === null ? !problem && html`<${Loading} />` : links.length === 0 ? html`<p class="soft">${t("noLinks")}</p>` : html`
          <ul class="share-links">${links.map((link) => html`
            <li key=${link.id}>
              <span>${t("madeAt", date(link.createdAt))}${link.expired ? ` · ${t("expired")}` : link.expiresAt ? ` · ${t("endsAt", date(link.expiresAt))}` : ""}</span>
              <button class="button danger" type="button" disabled=${busy} onClick=${() => this.revoke(link)}>${t("revoke")}</button>
            </li>`)}
          </ul>`}
      <//>`;
  }
}
