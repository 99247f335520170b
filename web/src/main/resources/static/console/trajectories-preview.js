import { formats, preview } from "./api-trajectories.js";
import { Code } from "./code.js";
import { FormatChoice, Losses } from "./trajectories-losses.js";
import { Component, html } from "./vendor.js";
import { Loading, Problem } from "./widgets.js";
import { t } from "./words/trajectories-export.js";

/** How the run is written in a format; asked for again whenever `version` changes. */
export class Preview extends Component {
  state = { formats: [], chosen: "atif", allow: [], preview: null, problem: "" };
  #asked = 0;

  componentDidMount() {
    this.load();
  }

  componentDidUpdate(before, was) {
    if (before.version !== this.props.version || was.chosen !== this.state.chosen || was.allow !== this.state.allow) {
      this.load();
    }
  }

  load = async () => {
    const asked = ++this.#asked;
    try {
      const known = this.state.formats.length ? this.state.formats : await formats();
      const found = await preview(this.props.runId, this.state.chosen, this.state.allow);
      if (asked === this.#asked) {
        this.setState({ formats: known, preview: found, problem: "" });
      }
    } catch (error) {
      if (asked === this.#asked) {
        this.setState({ problem: error.message });
      }
    }
  };

  #losses({ losses, refused }, allow, effects) {
    const ids = [...new Set([...losses.map(({ id }) => id), ...allow])];
    if (ids.length === 0) {
      return html`<p class="hint-line">${t("holdsAll")}</p>`;
    }
    return html`<${Losses} title=${refused ? t("refused") : t("lostHere")} allow=${allow} change=${(next) => this.setState({ allow: next })}
      losses=${ids.map((id) => ({
        id,
        text: t("effect", id, effects[id] ?? ""),
        more: losses.filter((loss) => loss.id === id).map(({ message }) => message),
      }))} />`;
  }

  render(_, { formats: known, chosen, allow, preview: found, problem }) {
    const effects = Object.fromEntries(known.flatMap(({ losses }) => losses.map(({ id, effect }) => [id, effect])));
    return html`
      <section class="preview card" aria-label=${t("preview")}>
        <h2>${t("preview")}</h2>
        ${problem && html`<${Problem} text=${problem} retry=${this.load} />`}
        <${FormatChoice} formats=${known} chosen=${chosen} choose=${(name) => this.setState({ chosen: name, allow: [], preview: null })} />
        ${!found && !problem && html`<${Loading} />`}
        ${found && this.#losses(found, allow, effects)}
        ${found?.rows.map((row, index) => html`
          <div key=${index} class="code"><div class="label">${t("row", index + 1, found.rows.length)}</div>
            <${Code} label=${t("row", index + 1, found.rows.length)} text=${JSON.stringify(row, null, 2)} language="json" /></div>`)}
      </section>`;
  }
}
