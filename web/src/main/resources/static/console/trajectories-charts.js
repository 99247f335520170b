import { stats } from "./api-trajectories.js";
import { Chart } from "./chart.js";
import { number, percent } from "./format.js";
import { address } from "./route.js";
import { filterOf } from "./trajectories-filters.js";
import { Component, html } from "./vendor.js";
import { Loading, Problem } from "./widgets.js";
import { t } from "./words/trajectories.js";

/** So many bars a chart of names has; the table has the others, too. */
const BARS = 10;

const words = { summary: (title, rows) => t("chartText", title, rows.map(({ label, text }) => `${label}: ${text}`)), get nothing() { return t("nothing"); }, get asTable() { return t("asTable"); } };

const TableOf = ({ heads, rows }) => html`
  <table class="table"><thead><tr>${heads.map((head, i) => html`<th key=${i} scope="col" class=${i ? "number" : ""}>${head}</th>`)}</tr></thead>
    <tbody>${rows.map((cells, r) => html`<tr key=${r}>${cells.map((cell, i) => html`<td key=${i} class=${i ? "number" : ""}>${cell}</td>`)}</tr>`)}</tbody></table>`;

/** How many runs have which value. */
function Distribution({ title, bins, label, kind = "columns" }) {
  const rows = bins.map((bin) => ({ label: label(bin), value: bin.runs, text: number(bin.runs) }));
  return html`<${Chart} title=${title} kind=${kind} rows=${rows} words=${words}
    table=${html`<${TableOf} heads=${[title, t("runsColumn")]} rows=${rows.map((row) => [row.label, row.text])} />`} />`;
}

/** Bins that hold nothing between those that hold something, so that the axis is even. */
function filled(bins, next) {
  const all = [];
  for (let from = bins[0]?.from; from !== undefined && from <= bins.at(-1).from; from = next(from)) {
    all.push(bins.find((bin) => Math.abs(bin.from - from) < 1e-9) ?? { from, runs: 0 });
  }
  return all;
}

const compact = (value) => number(value, { notation: "compact", maximumFractionDigits: 1 });
const tenth = (value) => number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

function Tools({ tools, query }) {
  const rows = tools.map(({ tool, runs }) => ({ label: tool, value: runs, text: number(runs) }));
  const link = (tool) => html`<a href=${`${address("trajectories")}?${filtered(query, "tool", tool)}`}>${tool}</a>`;
  return html`<${Chart} title=${t("chartTools")} kind="bars" rows=${rows.slice(0, BARS)} words=${words}
    table=${html`<${TableOf} heads=${[t("field", "tool"), t("runsColumn"), t("callsColumn"), t("failedColumn")]}
      rows=${tools.map(({ tool, runs, calls, failed }) => [link(tool), number(runs), number(calls), number(failed)])} />`} />`;
}

function Tasks({ tasks, query }) {
  const name = (task) => task || t("noTask");
  const rows = tasks.map(({ task, runs, successful }) => ({ label: name(task), value: successful / runs, text: t("ofRuns", number(successful), number(runs), percent(successful / runs)) }));
  const link = (task) => html`<a href=${`${address("trajectories")}?${filtered(query, "task", task)}`}>${name(task)}</a>`;
  const mean = (value) => (value === null ? "" : number(value, { maximumFractionDigits: 2 }));
  return html`<${Chart} title=${t("chartTasks")} kind="bars" max=${1} rows=${rows.slice(0, BARS)} words=${words}
    table=${html`<${TableOf} heads=${[t("task"), t("runsColumn"), t("shareColumn"), t("rated"), t("sort", "reward")]}
      rows=${tasks.map(({ task, runs, successful, rated, meanReward }) => [link(task), number(runs), percent(successful / runs), number(rated), mean(meanReward)])} />`}>
    <p class="hint-line">${t("success")}</p>
  <//>`;
}

/** The runs behind a bar. */
function filtered(query, name, value) {
  const next = new URLSearchParams(query);
  next.delete("view");
  next.set(name, value);
  return next;
}

export class Charts extends Component {
  state = { stats: null, problem: "" };
  #asked = 0;

  componentDidMount() {
    this.load();
  }

  componentDidUpdate(before) {
    if (before.query.toString() !== this.props.query.toString()) {
      this.load();
    }
  }

  load = async () => {
    const asked = ++this.#asked;
    this.setState({ problem: "" });
    try {
      const found = await stats(filterOf(this.props.query));
      if (asked === this.#asked) {
        this.setState({ stats: found });
      }
    } catch (error) {
      if (asked === this.#asked) {
        this.setState({ problem: error.message });
      }
    }
  };

  render({ query }, { stats: found, problem }) {
    if (problem) {
      return html`<${Problem} text=${problem} retry=${this.load} />`;
    }
    if (!found) {
      return html`<${Loading} />`;
    }
    const { included, excluded, undecided } = found.inclusion;
    const mean = found.meanReward === null ? null : number(found.meanReward, { maximumFractionDigits: 2 });
    return html`
      <p class="hint-line">${t("summary", number(found.rated), mean)} · ${t("inclusion", "included")} ${number(included)} · ${t("inclusion", "excluded")} ${number(excluded)} · ${t("inclusion", "undecided")} ${number(undecided)}</p>
      <div class="charts">
        <${Distribution} title=${t("chartOutcomes")} kind="bars" bins=${found.outcomes} label=${({ outcome }) => t("outcome", outcome ?? "INCOMPLETE")} />
        <${Tasks} tasks=${found.tasks} query=${query} />
        <${Tools} tools=${found.tools} query=${query} />
        <${Distribution} title=${t("chartTurns")} bins=${filled(found.turns, (n) => n + 1)} label=${({ from }) => number(from)} />
        <${Distribution} title=${t("chartTokens")} bins=${filled(found.tokens, (n) => (n === 0 ? 256 : 2 * n))} label=${({ from }) => t("tokensFrom", compact(from))} />
        <${Distribution} title=${t("chartRewards")} bins=${filled(found.rewards, (n) => Math.round(n * 10 + 1) / 10)} label=${({ from }) => tenth(from)} />
      </div>`;
  }
}
