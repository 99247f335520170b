// The page of the tools: what there is, what each takes and does, and where more come from.

import { refreshSource, removeSource, sources, tools } from "./api-tools.js";
import { address } from "./route.js";
import { styles } from "./styles.js";
import { AddSource } from "./tools-add.js";
import { ToolDetail, Traits } from "./tools-detail.js";
import { Component, html } from "./vendor.js";
import { Confirm, Empty, Loading, Problem } from "./widgets.js";
import { t } from "./words/tools.js";

await styles("tools");

const POLL_MILLIS = 1000;

function Source({ source, busy, refresh, remove }) {
  return html`
    <li class="card source" data-state=${source.state}>
      <div class="source-head"><strong>${source.name}</strong><span class="badge">${t(`state_${source.state}`)}</span></div>
      <p class="soft">${t(`kind_${source.kind}`)}${source.url ? ` · ${source.url}` : ` · ${t("sent")}`}${source.hasToken ? ` · ${t("withToken")}` : ""}</p>
      ${source.problem ? html`<${Problem} text=${source.problem} />` : html`<p class="soft">${t("toolCount", source.tools.length)}</p>`}
      <div class="source-buttons">
        <button class="button" type="button" disabled=${busy} onClick=${refresh}>${source.state === "failed" ? t("again") : t("refresh")}<span class="unseen"> ${source.name}</span></button>
        <button class="button danger" type="button" onClick=${remove}>${t("remove")}<span class="unseen"> ${source.name}</span></button>
      </div>
    </li>`;
}

const Tool = ({ tool }) => html`
  <li class="card tool-card">
    <h3><a href=${address("tools", tool.name)}>${tool.name}</a></h3>
    <p>${tool.description || t("noDescription")}</p>
    ${tool.source && html`<p class="soft">${t("fromSource", tool.source.name)}</p>`}
    <${Traits} traits=${tool.traits} />
  </li>`;

export class Page extends Component {
  state = { tools: null, sources: [], problem: "", forbidden: false, adding: false, removing: null, busy: "", said: "" };

  componentDidMount() {
    this.load();
  }

  componentWillUnmount() {
    clearTimeout(this.timer);
    this.gone = true;
  }

  load = async () => {
    try {
      const found = await tools();
      const known = await sources().catch((error) => (error.status === 403 ? null : Promise.reject(error)));
      if (this.gone) {
        return;
      }
      this.setState({ tools: found, sources: known ?? [], forbidden: known === null, problem: "" });
      clearTimeout(this.timer);
      if (known?.some((source) => source.state === "opening")) {
        this.timer = setTimeout(this.load, POLL_MILLIS);
      }
    } catch (error) {
      this.setState({ problem: error.message });
    }
  };

  added = async (source) => {
    this.setState({ adding: false, said: t("added", source.tools.length) });
    await this.load();
  };

  refresh = async (id) => {
    this.setState({ busy: id });
    try {
      await refreshSource(id);
    } catch (error) {
      this.setState({ problem: error.message });
    }
    await this.load();
    this.setState({ busy: "" });
  };

  list({ tools: all, sources: known, forbidden, busy, said }) {
    return html`
      <div class="page-head"><p class="soft">${t("intro")}</p>
        ${!forbidden && html`<button class="button primary" type="button" onClick=${() => this.setState({ adding: true })}>${t("addTools")}</button>`}</div>
      <p class="unseen" role="status">${said}</p>
      ${known.length > 0 && html`<h2>${t("sources")}</h2>
        <ul class="cards">${known.map((source) => html`<${Source} key=${source.id} source=${source} busy=${busy === source.id}
          refresh=${() => this.refresh(source.id)} remove=${() => this.setState({ removing: source })} />`)}</ul>`}
      <h2>${t("allTools")}</h2>
      ${all.length
        ? html`<ul class="cards">${all.map((tool) => html`<${Tool} key=${tool.name} tool=${tool} />`)}</ul>`
        : html`<${Empty} title=${t("noTools")} hint=${t("noToolsHint")} />`}`;
  }

  render({ path }, state) {
    const { tools: all, problem, adding, removing } = state;
    if (!all) {
      return problem ? html`<${Problem} text=${problem} retry=${this.load} />` : html`<${Loading} />`;
    }
    return html`<div class="workshop">
      ${problem && html`<${Problem} text=${problem} retry=${this.load} />`}
      ${path.length ? html`<${ToolDetail} name=${path[0]} tools=${all} />` : this.list(state)}
      ${adding && html`<${AddSource} close=${() => this.setState({ adding: false })} added=${this.added} />`}
      ${removing && html`<${Confirm} title=${t("removeTitle", removing.name)} text=${t("removeText")} verb=${t("remove")}
        close=${() => this.setState({ removing: null })} act=${async () => { await removeSource(removing.id); await this.load(); }} />`}
    </div>`;
  }
}
