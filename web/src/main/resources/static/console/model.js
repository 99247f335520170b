// The page of the models: which there are, what is loaded, how it goes, and how more come in.

import * as api from "./api-model.js";
import { ModelDetails } from "./model-details.js";
import { record } from "./model-history.js";
import { ImportPanel } from "./model-import.js";
import { ModelList } from "./model-list.js";
import { poll } from "./poll.js";
import { styles } from "./styles.js";
import { Component, html } from "./vendor.js";
import { Loading, Problem } from "./widgets.js";
import { t } from "./words/model.js";

await styles("model");

const SECOND = 1000;

export class Page extends Component {
  state = { models: null, model: null, problem: "", failed: "" };

  componentDidMount() {
    this.polling = poll(this.look, () => SECOND);
  }

  componentDidUpdate(before) {
    if (before.path[0] !== this.props.path[0]) {
      this.setState({ model: null });
      this.polling.now();
    }
  }

  componentWillUnmount() {
    this.polling.stop();
  }

  /** The one that is looked at: the address names it, else it is the server's own. */
  name = (models) => this.props.path[0] ?? models.find((model) => model.current)?.name;

  look = async () => {
    const asked = this.props.path[0];
    try {
      const models = await api.models();
      const name = this.name(models);
      const model = models.some((other) => other.name === name) ? await api.model(name) : null;
      if (asked !== this.props.path[0]) {
        return;
      }
      if (model?.metrics) {
        record(model);
      }
      this.setState({ models, model, problem: "" });
    } catch (error) {
      this.setState({ problem: error.message });
    }
  };

  /** What a button does; what goes wrong stays to be read. */
  act = async (work) => {
    this.setState({ failed: "" });
    try {
      await work();
    } catch (error) {
      this.setState({ failed: error.message });
    }
    await this.polling.now();
  };

  choose = (name) => {
    api.chooseModel(name);
    this.forceUpdate();
  };

  render({ info }, { models, model, problem, failed }) {
    if (!models) {
      return problem ? html`<${Problem} text=${problem} retry=${() => this.polling.now()} />` : html`<${Loading} />`;
    }
    const name = this.name(models);
    return html`
      ${problem && html`<${Problem} text=${problem} />`}
      ${failed && html`<${Problem} text=${failed} dismiss=${() => this.setState({ failed: "" })} />`}
      <h2>${t("models")}</h2>
      <${ModelList} models=${models} shown=${name} chosen=${api.chosenModel()} choose=${this.choose}
        load=${(one) => this.act(() => api.load(one))} unload=${(one) => this.act(() => api.unload(one))} />
      ${model ? html`<${ModelDetails} model=${model} />` : html`<${Problem} text=${t("unknown", name)} />`}
      <${ImportPanel} info=${info} changed=${() => this.polling.now()} />`;
  }
}
