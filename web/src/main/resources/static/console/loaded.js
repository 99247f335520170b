// A page whose module is loaded when it is first looked at.

import { Component, html } from "./vendor.js";
import { Empty, Loading, Problem } from "./widgets.js";
import { t } from "./words/shell.js";

const modules = {
  agents: () => import("./agents.js"),
  tools: () => import("./tools.js"),
  knowledge: () => import("./knowledge.js"),
  trajectories: () => import("./trajectories.js"),
  model: () => import("./model.js"),
};

export class Loaded extends Component {
  state = { Page: null, problem: "" };

  componentDidMount() {
    this.load();
  }

  load = async () => {
    this.setState({ problem: "" });
    try {
      const { Page } = await modules[this.props.name]();
      this.setState({ Page });
    } catch (error) {
      this.setState({ problem: error.message });
    }
  };

  /** What a page throws while it renders is shown in its place. */
  componentDidCatch(error) {
    this.setState({ Page: null, problem: error.message });
    console.error(error);
  }

  componentDidUpdate() {
    document.title = `${t(this.props.name)} · All Tools`;
  }

  render({ path, query, info }, { Page, problem }) {
    if (problem) {
      return html`<div class="page"><${Empty} title=${t("pageFailed")} action=${html`<${Problem} text=${problem} retry=${this.load} />`} /></div>`;
    }
    return html`<div class="page">${Page ? html`<${Page} path=${path} query=${query} info=${info} />` : html`<${Loading} />`}</div>`;
  }
}
