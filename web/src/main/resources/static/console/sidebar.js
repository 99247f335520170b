import { importFile } from "./api-sessions.js";
import { number, percent } from "./format.js";
import { CloseIcon, ImportIcon, NewIcon } from "./icons.js";
import { Pages, Preferences } from "./nav.js";
import { address } from "./route.js";
import { SessionList } from "./session-list.js";
import { changed } from "./session-menu.js";
import { styles } from "./styles.js";
import { Component, createRef, html } from "./vendor.js";
import { Bar, Problem } from "./widgets.js";
import { t as ts } from "./words/sessions.js";
import { t } from "./words/shell.js";

await styles("sessions");

/** Takes a file that a session was exported to, or trajectories in ATIF. */
class Import extends Component {
  state = { name: "", sent: 0, problem: "", note: "" };

  async take(file) {
    if (!file || this.state.name) {
      return;
    }
    this.setState({ name: file.name, sent: 0, problem: "", note: "" });
    try {
      const { sessionId, runs, notes } = await importFile(file, (sent) => this.setState({ sent }));
      this.setState({ note: [ts("imported", runs), ...notes].join(" ") });
      changed();
      location.hash = address("session", sessionId);
    } catch (error) {
      this.setState({ problem: error.message });
    }
    this.setState({ name: "" });
  }

  pick = () => {
    const field = Object.assign(document.createElement("input"), { type: "file", accept: ".json,.jsonl,application/json" });
    field.addEventListener("change", () => this.take(field.files[0]));
    field.click();
  };

  render(_, { name, sent, problem, note }) {
    return html`
      <button class="quiet import" type="button" disabled=${Boolean(name)} onClick=${this.pick}><${ImportIcon} />${ts("import")}</button>
      <div class="import-state">
        ${name && html`<${Bar} label=${ts("import")} value=${sent} max=${1} text=${ts("importing", name, percent(sent))} />`}
        ${problem && html`<${Problem} text=${problem} dismiss=${() => this.setState({ problem: "" })} />`}
        ${note && html`<div class="import-note" role="status"><span>${note}</span>
          <button class="quiet" type="button" aria-label=${t("dismiss")} onClick=${() => this.setState({ note: "" })}><${CloseIcon} /></button></div>`}
      </div>`;
  }
}

export class Sidebar extends Component {
  state = { over: false };
  import = createRef();

  drag = (event) => {
    if (event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
      this.setState({ over: true });
    }
  };

  leave = (event) => {
    if (!event.currentTarget.contains(event.relatedTarget)) {
      this.setState({ over: false });
    }
  };

  drop = (event) => {
    event.preventDefault();
    this.setState({ over: false });
    this.import.current.take(event.dataTransfer.files[0]);
  };

  deleted = (id) => {
    if (id === this.props.state.sessionId) {
      location.hash = address();
    }
  };

  render({ state: { recent, sessionId, info }, page, close, renamed }, { over }) {
    return html`
      <aside class="sidebar" data-over=${over} onDragEnter=${this.drag} onDragOver=${this.drag} onDragLeave=${this.leave} onDrop=${this.drop}>
        <div class="brand">
          <img src="console/icon.svg" alt="" width="24" height="24" /> <span>All Tools</span>
          <button class="quiet menu" type="button" aria-label=${t("close")} onClick=${close}><${CloseIcon} /></button>
        </div>
        <a class="new" href="#/"><${NewIcon} />${t("newConversation")}</a>
        <${Pages} page=${page} />
        <div class="recent-head"><h2>${ts("conversations")}</h2><${Import} ref=${this.import} /></div>
        <${SessionList} changes=${recent} here=${page === "chat" ? sessionId : null} renamed=${renamed} deleted=${this.deleted} />
        ${over && html`<p class="import-drop">${ts("drop")}</p>`}
        <${Preferences} />
        ${info && html`<p class="server"><span>${info.model}</span><span>${t("context", number(info.contextLength))}</span></p>`}
      </aside>`;
  }
}
