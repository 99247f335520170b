import { exportAddress, formats, report } from "./api-trajectories.js";
import { number } from "./format.js";
import { FormatChoice, Losses } from "./trajectories-losses.js";
import { Component, html } from "./vendor.js";
import { Dialog, Problem } from "./widgets.js";
import { t } from "./words/trajectories-export.js";

/** Chooses what is exported and how; says what can't be written before it is downloaded. */
export class Export extends Component {
  state = { formats: [], chosen: "atif", which: "included", allow: [], report: null, problem: "" };
  #asked = 0;

  componentDidMount() {
    this.load();
  }

  componentWillUnmount() {
    this.#asked++;
  }

  componentDidUpdate(_, was) {
    if (["chosen", "which", "allow"].some((name) => was[name] !== this.state[name])) {
      this.load();
    }
  }

  /** A filter that says which runs it means of the data set is taken at its word. */
  get filter() {
    return this.props.filter.inclusion ? this.props.filter : { ...this.props.filter, inclusion: this.state.which };
  }

  load = async () => {
    const asked = ++this.#asked;
    this.setState({ report: null, problem: "" });
    try {
      const known = this.state.formats.length ? this.state.formats : await formats();
      const found = await report(this.filter, this.state.chosen, this.state.allow);
      if (asked === this.#asked) {
        this.setState({ formats: known, report: found });
      }
    } catch (error) {
      if (asked === this.#asked) {
        this.setState({ problem: error.message });
      }
    }
  };

  #report(found) {
    if (!found) {
      return html`<p role="status">${t("counting")}</p>`;
    }
    return html`
      <p role="status">${found.trajectories === 0 ? t("reportNone") : t("report", found, number)}</p>
      ${found.refused > 0 && html`<p>${t("reportRefused", found.refused, number(found.refused))}</p>
        <ul>${found.refusedFor.map(({ id, trajectories }) => html`<li key=${id}>${t("reportLoss", id, number(trajectories))}</li>`)}</ul>`}`;
  }

  render({ filter, close }, { formats: known, chosen, which, allow, report: found, problem }) {
    const format = known.find(({ name }) => name === chosen);
    return html`
      <${Dialog} title=${t("exportTitle")} close=${close} footer=${found?.written > 0 && html`
          <a class="button primary" href=${exportAddress(this.filter, chosen, allow)} download="">${t("download")}</a>`}>
        ${!filter.inclusion && html`
          <label class="field"><span>${t("which")}</span>
            <select value=${which} onChange=${(event) => this.setState({ which: event.target.value })}>
              <option value="included">${t("whichIncluded")}</option><option value="not_excluded">${t("whichNotExcluded")}</option>
            </select></label>`}
        <${FormatChoice} formats=${known} chosen=${chosen} choose=${(name) => this.setState({ chosen: name, allow: [] })} />
        ${format?.losses.length > 0 && html`<details class="allowing" open=${allow.length > 0}><summary>${t("cantHold")}</summary>
          <${Losses} title="" allow=${allow} change=${(next) => this.setState({ allow: next })}
            losses=${format.losses.map(({ id, effect }) => ({ id, text: t("effect", id, effect) }))} /></details>`}
        ${problem ? html`<${Problem} text=${problem} retry=${this.load} />` : this.#report(found)}
      <//>`;
  }
}
