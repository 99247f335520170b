// The page of the agents that people defined.

import { agents, removeAgent } from "./api-agents.js";
import { Editor } from "./agents-editor.js";
import { address } from "./route.js";
import { styles } from "./styles.js";
import { Component, html } from "./vendor.js";
import { Confirm, Empty, Loading, Problem } from "./widgets.js";
import { t } from "./words/agents.js";

await styles("agents");

// No agent's name begins like this.
const NEW = "+";

const Agent = ({ agent, remove }) => html`
  <li class="card agent-card">
    <h3><a href=${address("agents", agent.name)}>${agent.name}</a></h3>
    ${agent.error ? html`<${Problem} text=${agent.error} />` : html`<p>${agent.description || t("noDescription")}</p>`}
    <div class="agent-buttons">
      ${!agent.error && html`<a class="button primary" href=${`#/?agent=${encodeURIComponent(agent.name)}`}>${t("tryIt")}<span class="unseen"> ${agent.name}</span></a>`}
      <a class="button" href=${address("agents", agent.name)}>${agent.error ? t("mend") : t("edit")}<span class="unseen"> ${agent.name}</span></a>
      ${!agent.error && html`<a class="button" href=${address("agents", NEW, agent.name)}>${t("duplicate")}<span class="unseen"> ${agent.name}</span></a>`}
      <button class="button danger" type="button" onClick=${remove}>${t("remove")}<span class="unseen"> ${agent.name}</span></button>
    </div>
  </li>`;

export class Page extends Component {
  state = { agents: null, problem: "", removing: null, said: "" };

  componentDidMount() {
    this.load();
  }

  load = async () => {
    try {
      this.setState({ agents: await agents(), problem: "" });
    } catch (error) {
      this.setState({ problem: error.message });
    }
  };

  saved = (name) => {
    this.setState({ said: t("saved", name) });
    location.hash = address("agents");
    this.load();
  };

  list({ agents: all, said }) {
    const create = html`<a class="button primary" href=${address("agents", NEW)}>${t("create")}</a>`;
    return html`
      <div class="page-head"><p class="soft">${t("intro")}</p>${all.length > 0 && create}</div>
      <p class=${said ? "said" : "unseen"} role="status">${said}</p>
      ${all.length
        ? html`<ul class="cards">${all.map((agent) => html`<${Agent} key=${agent.name} agent=${agent} remove=${() => this.setState({ removing: agent.name })} />`)}</ul>`
        : html`<${Empty} title=${t("empty")} hint=${t("emptyHint")} action=${create} />`}`;
  }

  render({ path: [first, second] }, state) {
    const { agents: all, problem, removing } = state;
    if (first) {
      const name = first === NEW ? null : first;
      return html`<div class="agents"><${Editor} key=${`${first}/${second}`} name=${name} from=${name ? null : second ?? null} saved=${this.saved} /></div>`;
    }
    if (!all) {
      return problem ? html`<${Problem} text=${problem} retry=${this.load} />` : html`<${Loading} />`;
    }
    return html`<div class="agents">
      ${problem && html`<${Problem} text=${problem} retry=${this.load} />`}
      ${this.list(state)}
      ${removing && html`<${Confirm} title=${t("removeTitle", removing)} text=${t("removeText")} verb=${t("remove")}
        close=${() => this.setState({ removing: null })} act=${async () => { await removeAgent(removing); await this.load(); }} />`}
    </div>`;
  }
}
