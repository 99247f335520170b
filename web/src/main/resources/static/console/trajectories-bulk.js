import { number } from "./format.js";
import { Component, html } from "./vendor.js";
import { Confirm, Problem } from "./widgets.js";
import { t } from "./words/trajectories.js";

const ACTS = [["include", true], ["exclude", false], ["undecide", null]];

/** What is done with the selected runs; what is done with all that match is asked about first. */
export class Bulk extends Component {
  state = { asking: undefined, problem: "" };

  act = async (included) => {
    if (this.props.all) {
      this.setState({ asking: included });
      return;
    }
    try {
      await this.props.include(included);
      this.setState({ problem: "" });
    } catch (error) {
      this.setState({ problem: error.message });
    }
  };

  render({ selected, total, all, include, selectAll, clear }, { asking, problem }) {
    if (selected === 0 && !all) {
      return null;
    }
    return html`
      <div class="bulk" role="group" aria-label=${t("dataSet")}>
        <strong role="status">${all ? t("allSelected", number(total)) : t("selected", number(selected))}</strong>
        ${!all && total > selected && html`<button class="quiet" type="button" onClick=${selectAll}>${t("selectMatching", number(total))}</button>`}
        <button class="quiet" type="button" onClick=${clear}>${t("unselect")}</button>
        ${ACTS.map(([name, included]) => html`<button key=${name} class="button" type="button" onClick=${() => this.act(included)}>${t(name)}</button>`)}
      </div>
      ${problem && html`<${Problem} text=${problem} dismiss=${() => this.setState({ problem: "" })} />`}
      ${asking !== undefined && html`<${Confirm} title=${t("confirmAll", number(total))} text=${t("confirmAllText")}
        verb=${t(ACTS.find(([, included]) => included === asking)[0])} act=${() => include(asking)} close=${() => this.setState({ asking: undefined })} />`}`;
  }
}
