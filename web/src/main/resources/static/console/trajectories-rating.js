import { ago, number } from "./format.js";
import { DownThumbIcon, UpThumbIcon } from "./icons.js";
import { inclusionOf } from "./trajectories-table.js";
import { Component, html } from "./vendor.js";
import { Problem } from "./widgets.js";
import { t as listed } from "./words/trajectories.js";
import { t } from "./words/trajectories-reader.js";

const NONE = { thumb: null, reward: null, note: "", included: null, task: "", effectiveReward: null, by: null, at: null };
const PAUSE = 500;
const INCLUSIONS = [["included", true], ["excluded", false], ["undecided", null]];

/**
 * What a person thinks of a run or a step, saved as it is said: at once where it is chosen, after a short pause where it
 * is written. One save at a time, so that none overtakes another.
 *
 * @param whole whether it is of a run, which also has a task and belongs to the data set or not
 * @param save takes the rating and gives it as it was kept
 */
export class Rating extends Component {
  // `reward` is the text of its field.
  state = { ...NONE, ...this.props.rating, reward: text(this.props.rating?.reward), kept: this.props.rating ?? NONE, saving: false, state: "", problem: "" };
  #timer = 0;
  #changed = false;
  #busy = false;
  #gone = false;

  componentDidMount() {
    addEventListener("pagehide", this.flush);
  }

  componentWillUnmount() {
    removeEventListener("pagehide", this.flush);
    this.flush();
    this.#gone = true;
  }

  change(values, pause) {
    this.setState({ ...values, state: "", problem: "" }, () => {
      this.#changed = true;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(this.flush, pause);
    });
  }

  flush = async () => {
    clearTimeout(this.#timer);
    const reward = rewardOf(this.state.reward);
    if (this.#busy || !this.#changed || reward === undefined) {
      return;
    }
    this.#changed = false;
    this.#busy = true;
    this.#show({ saving: true });
    const { thumb, note, included, task } = this.state;
    try {
      const kept = await this.props.save({ thumb, reward, note, ...(this.props.whole && { included, task }) });
      this.#show({ kept, saving: false, state: "saved", problem: "" });
      this.props.saved();
    } catch (error) {
      this.#changed = true;
      this.#show({ saving: false, problem: error.message });
      this.#busy = false;
      return;
    }
    this.#busy = false;
    this.flush(); // what was said meanwhile
  };

  #show(state) {
    if (!this.#gone) {
      this.setState(state);
    }
  }

  thumb(thumb) {
    return this.change({ thumb: this.state.thumb === thumb ? null : thumb }, 0);
  }

  render({ title, whole, tasks = [] }, { thumb, reward, note, included, task, kept, saving, state, problem }) {
    const wrong = rewardOf(reward) === undefined;
    const button = (name, Icon) => html`
      <button class="button thumb-button" type="button" aria-pressed=${thumb === name} aria-label=${t(name)} title=${t(name)} onClick=${() => this.thumb(name)}><${Icon} /></button>`;
    const counts = kept.effectiveReward;
    return html`
      <fieldset class="rating card">
        <legend>${title}</legend>
        <div class="rating-row">
          ${button("up", UpThumbIcon)}${button("down", DownThumbIcon)}
          <label class="field"><span>${t("reward")}</span>
            <input inputmode="decimal" autocomplete="off" placeholder=${t("rewardNone")} value=${reward} aria-invalid=${wrong}
              onInput=${(event) => this.change({ reward: event.target.value }, PAUSE)} onBlur=${this.flush} /></label>
        </div>
        ${wrong && html`<p class="wrong" role="alert">${t("rewardWrong")}</p>`}
        <label class="field"><span>${t("note")}</span>
          <textarea rows="2" maxlength="4000" value=${note} dir="auto" onInput=${(event) => this.change({ note: event.target.value }, PAUSE)} onBlur=${this.flush}></textarea></label>
        ${whole && html`
          <label class="field"><span>${t("task")}</span>
            <input maxlength="100" list="tasks" autocomplete="off" value=${task} dir="auto" onInput=${(event) => this.change({ task: event.target.value }, PAUSE)} onBlur=${this.flush} /></label>
          <datalist id="tasks">${tasks.map((each) => html`<option key=${each} value=${each} />`)}</datalist>
          <div class="segments" role="radiogroup" aria-label=${t("dataSet")}>
            ${INCLUSIONS.map(([name, value]) => html`
              <label key=${name}><input type="radio" name="inclusion" checked=${inclusionOf({ included }) === name} onChange=${() => this.change({ included: value }, 0)} /><span>${listed("inclusion", name)}</span></label>`)}
          </div>`}
        <p class="rating-state"><span role="status">${saving ? t("saving") : state === "saved" ? t("saved") : ""}</span>
          <span>${counts === null ? t("rewardIsNone") : t("rewardIs", number(counts, { maximumFractionDigits: 3 }))}</span>
          ${kept.by && html`<span>${t("ratedBy", kept.by, ago(Date.parse(kept.at)))}</span>`}</p>
        ${problem && html`<${Problem} text=${t("notSaved", problem)} retry=${this.flush} />`}
      </fieldset>`;
  }
}

const text = (reward) => (reward === null || reward === undefined ? "" : String(reward));

/** Null for none, undefined for what is no reward. */
function rewardOf(given) {
  const plain = given.trim().replace(",", ".");
  if (plain === "") {
    return null;
  }
  const value = Number(plain);
  return value >= 0 && value <= 1 ? value : undefined;
}
