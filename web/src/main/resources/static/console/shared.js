// A conversation that somebody shared: the same parts as in the console, and nothing to change it with.

import { send } from "./api.js";
import { Conversation } from "./conversation.js";
import { date } from "./format.js";
import { apply, cutOff, newRun } from "./run-state.js";
import { serveFilesFrom } from "./session-files.js";
import { styles } from "./styles.js";
import "./theme.js";
import { turnsTo } from "./turns.js";
import { Component, html, render } from "./vendor.js";
import { Empty, Loading, Problem } from "./widgets.js";
import { t } from "./words/sessions.js";

const address = location.pathname.replace(/\/+$/, "");
const entries = (run) => send(`${address}/entries${run ? `?run=${encodeURIComponent(run)}` : ""}`, {});

serveFilesFrom(`${address}/files/`);

/** The run of its events; one whose record stops before its end is cut off there. */
function runOf(id, { entries: all }) {
  const run = all.reduce(apply, newRun(id, ""));
  return run.outcome ? run : cutOff(run);
}

class Shared extends Component {
  state = { shared: null, runs: new Map(), problem: "", gone: false };
  #loading = new Set();

  componentDidMount() {
    addEventListener("language", () => this.forceUpdate());
    this.open();
  }

  open = async () => {
    this.setState({ problem: "" });
    try {
      const shared = await entries();
      document.title = `${shared.title || t("shared")} · All Tools`;
      this.setState({ shared });
    } catch (error) {
      document.title = `${t("goneTitle")} · All Tools`;
      this.setState(error.status === 404 ? { gone: true } : { problem: error.message });
    }
  };

  load = (ids) => {
    for (const id of ids.filter((each) => !this.#loading.has(each))) {
      this.#loading.add(id);
      entries(id).then(
        (found) => this.setState(({ runs }) => ({ runs: new Map(runs).set(id, runOf(id, found)) })),
        (error) => {
          this.#loading.delete(id);
          this.setState({ problem: error.message });
        },
      );
    }
  };

  /** The one branch that there is. */
  #turns({ runs }) {
    const byId = new Map(runs.map((run) => [run.id, run]));
    return turnsTo({ branch: () => [...byId.keys()], get: (id) => byId.get(id), siblingsOf: () => [] }, this.state.runs, null);
  }

  render(_, { shared, problem, gone }) {
    return html`
      <main class="shared" id="content">
        <header class="bar">
          <h1 class="bar-title" dir="auto">${shared?.title || t("shared")}</h1>
          ${shared && html`<p class="shared-facts">${t("sharedAt", date(shared.sharedAt))}</p>`}
        </header>
        ${problem && html`<${Problem} text=${problem} retry=${this.open} />`}
        ${gone ? html`<${Empty} title=${t("goneTitle")} hint=${t("goneHint")} />`
          : shared ? html`<${Conversation} turns=${this.#turns(shared)} info=${null} load=${this.load} focus=${null} actions=${{}} />`
            : !problem && html`<${Loading} />`}
      </main>`;
  }
}

await styles("sessions");
render(html`<${Shared} />`, document.getElementById("console"));
