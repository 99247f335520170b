// One conversation in the list: its title, which can be written anew in its place, and its menu.

import { ago } from "./format.js";
import { address } from "./route.js";
import { SessionMenu } from "./session-menu.js";
import { Component, createRef, html } from "./vendor.js";
import { t } from "./words/sessions.js";

const Snippet = ({ snippet: { before, match, after } }) => html`
  <span class="past-snippet" dir="auto">${before}<mark>${match}</mark>${after}</span>`;

export class SessionItem extends Component {
  state = { title: null };
  field = createRef();
  #over = true;

  edit = () => {
    this.#over = false;
    this.setState({ title: this.props.session.title }, () => this.field.current?.select());
  };

  /** Once, although a field that goes away loses the focus. */
  end(keep) {
    if (this.#over) {
      return;
    }
    this.#over = true;
    const title = this.state.title.trim();
    this.setState({ title: null });
    if (keep && title !== this.props.session.title) {
      this.props.rename(this.props.session.id, title);
    }
  }

  keys = (event) => {
    event.stopPropagation();
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      this.end(true);
    } else if (event.key === "Escape") {
      this.end(false);
    }
  };

  render({ session, here, deleted }, { title }) {
    const { id, runs, live, activeAt, snippet } = session;
    const to = snippet?.runId ? address("run", snippet.runId) : address("session", id);
    return html`
      <li class="past-item">
        ${title !== null
          ? html`<input class="past-edit" ref=${this.field} aria-label=${t("title")} maxlength="200" value=${title}
              onInput=${(event) => this.setState({ title: event.target.value })} onKeyDown=${this.keys} onBlur=${() => this.end(true)} />`
          : html`
            <a class="past" href=${to} aria-current=${here ? "page" : undefined}>
              <span class="past-title" dir="auto">${session.title || t("untitled")}</span>
              ${snippet && snippet.place !== "TITLE" && html`<${Snippet} snippet=${snippet} />`}
              <span class="past-facts">
                ${live && html`<span class="dot" data-outcome="RUNNING"></span><span>${t("running")} ·</span>`}
                <span>${t("questions", runs)}</span>
                <time datetime=${activeAt}>${ago(Date.parse(activeAt))}</time>
              </span>
            </a>
            <${SessionMenu} id=${id} title=${session.title} leaf=${null} label=${t("actions", session.title)} rename=${this.edit} deleted=${() => deleted(id)} />`}
      </li>`;
  }
}
