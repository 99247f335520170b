import { Component, html } from "./vendor.js";
import { t } from "./words/trajectories.js";

const FIELDS = ["text", "task", "tool", "outcome", "model", "inclusion", "rated", "rewardMin", "rewardMax", "stepsMin", "stepsMax",
  "tokensMin", "tokensMax", "from", "to"];
const OUTCOMES = ["ANSWERED", "BUDGET_EXHAUSTED", "CANCELLED", "REFUSED", "FAILED", "NEEDS_INPUT", "INCOMPLETE"];
const INCLUSIONS = ["included", "excluded", "undecided", "not_excluded"];
export const SORTS = ["started", "steps", "tokens", "reward"];

/** What of an address is a filter. An empty task stands for runs without one. */
export const filterOf = (query) =>
  Object.fromEntries(FIELDS.filter((name) => query.get(name) || (name === "task" && query.has(name))).map((name) => [name, query.get(name)]));

const Choice = ({ name, value, options, choose }) => html`
  <label class="field"><span>${t("field", name)}</span>
    <select value=${value ?? "\0"} onChange=${(event) => choose(name, event.target.value === "\0" ? null : event.target.value)}>
      <option value=${"\0"}>${t("any")}</option>
      ${options.map(([id, title]) => html`<option key=${id} value=${id}>${title}</option>`)}
    </select></label>`;

const Given = ({ name, value, choose, ...input }) => html`
  <label class="field"><span>${t("field", name)}</span>
    <input value=${value ?? ""} ...${input} onChange=${(event) => choose(name, event.target.value || null)} /></label>`;

/** What is there to choose from, with what is chosen even where it is not there. */
const choices = (found, chosen, title = (id) => id) =>
  [...new Set([...found, ...(chosen === null ? [] : [chosen])])].map((id) => [id, title(id)]);

/** The filter and the order, as the address says them; `change` changes the address. */
export class Filters extends Component {
  state = { open: false };
  #typing = 0;

  componentWillUnmount() {
    clearTimeout(this.#typing);
  }

  type = (event) => {
    const { value } = event.target;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.props.change({ text: value || null }), 300);
  };

  choose = (name, value) => this.props.change({ [name]: value });

  clear = () => this.props.change(Object.fromEntries(FIELDS.map((name) => [name, null])));

  render({ query, facets, change }, { open }) {
    const count = Object.keys(filterOf(query)).length;
    const at = (name) => ({ name, value: query.get(name), choose: this.choose });
    const amount = { type: "number", min: 0, step: 1, inputmode: "numeric" };
    const share = { type: "number", min: 0, max: 1, step: "any", inputmode: "decimal" };
    return html`
      <search class="filters">
        <div class="filters-head">
          <input class="input" type="search" aria-label=${t("field", "text")} placeholder=${t("field", "text")} value=${query.get("text") ?? ""} onInput=${this.type} />
          <select class="input" aria-label=${t("sortBy")} value=${query.get("sort") ?? "started"} onChange=${(event) => change({ sort: event.target.value })}>
            ${SORTS.map((name) => html`<option key=${name} value=${name}>${t("sort", name)}</option>`)}
          </select>
          <select class="input" aria-label=${t("sortBy")} value=${query.get("order") ?? "desc"} onChange=${(event) => change({ order: event.target.value })}>
            <option value="desc">${t("descending")}</option><option value="asc">${t("ascending")}</option>
          </select>
          <button class="button" type="button" aria-expanded=${open} aria-controls="filters" onClick=${() => this.setState({ open: !open })}>${t("filters", count)}</button>
          ${count > 0 && html`<button class="quiet" type="button" onClick=${this.clear}>${t("clear")}</button>`}
        </div>
        <div class="filters-all card" id="filters" hidden=${!open}>
          <${Choice} ...${at("task")} options=${choices(["", ...(facets?.tasks ?? []).map((each) => each.task)], query.get("task"), (id) => id || t("noTask"))} />
          <${Choice} ...${at("tool")} options=${choices((facets?.tools ?? []).map((each) => each.tool), query.get("tool"))} />
          <${Choice} ...${at("outcome")} options=${choices(OUTCOMES, null, (id) => t("outcome", id))} />
          <${Choice} ...${at("model")} options=${choices((facets?.models ?? []).map((each) => each.model), query.get("model"))} />
          <${Choice} ...${at("inclusion")} options=${choices(INCLUSIONS, null, (id) => t("inclusion", id))} />
          <${Choice} ...${at("rated")} options=${[["true", t("rated")], ["false", t("unrated")]]} />
          <${Given} ...${at("rewardMin")} ...${share} /><${Given} ...${at("rewardMax")} ...${share} />
          <${Given} ...${at("stepsMin")} ...${amount} /><${Given} ...${at("stepsMax")} ...${amount} />
          <${Given} ...${at("tokensMin")} ...${amount} /><${Given} ...${at("tokensMax")} ...${amount} />
          <${Given} ...${at("from")} type="date" /><${Given} ...${at("to")} type="date" />
        </div>
      </search>`;
  }
}
