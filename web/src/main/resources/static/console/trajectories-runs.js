// The list of recorded runs. What is filtered and how it is sorted stands in the address and nowhere else.

import { includeAll, includeRuns, list, stats } from "./api-trajectories.js";
import { number } from "./format.js";
import { address } from "./route.js";
import { Bulk } from "./trajectories-bulk.js";
import { Charts } from "./trajectories-charts.js";
import { Export } from "./trajectories-export.js";
import { Filters, filterOf } from "./trajectories-filters.js";
import { Table } from "./trajectories-table.js";
import { Component, html } from "./vendor.js";
import { Empty, Loading, Problem, Tabs } from "./widgets.js";
import { t } from "./words/trajectories.js";

/** The address of the list with these changes; an empty value takes a parameter away. */
function changed(query, changes) {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    value === null ? next.delete(name) : next.set(name, value);
  }
  return `${address("trajectories")}${next.size ? `?${next}` : ""}`;
}

export class Runs extends Component {
  // `pages` are the cursors of the pages up to this one; the first one has none.
  state = { page: null, total: null, pages: [null], busy: true, problem: "", facets: null, selected: new Set(), all: false, exporting: false };
  #asked = 0;

  componentDidMount() {
    this.load();
    this.facets();
  }

  componentDidUpdate(before) {
    if (this.#listed(before.query) !== this.#listed(this.props.query)) {
      this.setState({ pages: [null], selected: new Set(), all: false }, this.load);
    }
  }

  #listed(query) {
    return changed(query, { view: null });
  }

  /** What there is to choose from in the filters. */
  facets = async () => {
    try {
      this.setState({ facets: await stats({}) });
    } catch {
      // The list says what is wrong with the server; the filters offer less.
    }
  };

  load = async () => {
    const { query } = this.props;
    const asked = ++this.#asked;
    this.setState({ busy: true, problem: "" });
    try {
      const page = await list(filterOf(query), { sort: query.get("sort"), order: query.get("order"), cursor: this.state.pages.at(-1) });
      if (asked === this.#asked) {
        this.setState({ page, total: page.total ?? this.state.total, busy: false });
      }
    } catch (error) {
      if (asked === this.#asked) {
        this.setState({ busy: false, problem: error.message });
      }
    }
  };

  // Filtering is no step in the browser's history: going back leaves the list.
  change = (changes) => location.replace(changed(this.props.query, changes));

  turn = (pages) => this.setState({ pages }, this.load);

  select = (ids, on) => {
    const selected = new Set(this.state.selected);
    ids.forEach((id) => (on ? selected.add(id) : selected.delete(id)));
    this.setState({ selected, all: false });
  };

  include = async (included) => {
    const { selected, all } = this.state;
    await (all ? includeAll(filterOf(this.props.query), included) : includeRuns([...selected], included));
    this.setState({ selected: new Set(), all: false });
    await this.load();
  };

  render({ query }, { page, total, pages, busy, problem, facets, selected, all, exporting }) {
    const filtered = Object.keys(filterOf(query)).length > 0;
    const charts = query.get("view") === "charts";
    const rows = page?.trajectories ?? [];
    return html`
      <div class="trajectories">
        <div class="page-head">
          <p role="status">${total !== null && t("total", total, number(total))}</p>
          <button class="button" type="button" onClick=${() => this.setState({ exporting: true })}>${t("export")}</button>
        </div>
        <${Filters} query=${query} facets=${facets} change=${this.change} />
        ${problem && html`<${Problem} text=${problem} retry=${this.load} />`}
        <${Tabs} label=${t("views")} chosen=${charts ? "charts" : "runs"} choose=${(id) => this.change({ view: id === "charts" ? id : null })}
          tabs=${[{ id: "runs", title: t("runs") }, { id: "charts", title: t("charts") }]}>
          ${charts ? html`<${Charts} query=${query} />` : html`
            ${!page && busy && html`<${Loading} />`}
            ${page && rows.length === 0 && !busy && (filtered
              ? html`<${Empty} title=${t("noMatch")} hint=${t("noMatchHint")} action=${html`<a class="button" href=${address("trajectories")}>${t("clear")}</a>`} />`
              : html`<${Empty} title=${t("noneYet")} hint=${t("noneYetHint")} action=${html`<a class="button primary" href="#/">${t("ask")}</a>`} />`)}
            ${rows.length > 0 && html`
              <${Bulk} selected=${selected.size} total=${total} all=${all} include=${this.include}
                selectAll=${() => this.setState({ all: true })} clear=${() => this.setState({ selected: new Set(), all: false })} />
              <${Table} rows=${rows} busy=${busy} query=${query} change=${this.change} selected=${selected} all=${all} select=${this.select} />
              <nav class="pager" aria-label=${t("pageNumber", pages.length)}>
                <button class="button" type="button" disabled=${pages.length === 1 || busy} onClick=${() => this.turn(pages.slice(0, -1))}>${t("previousPage")}</button>
                <span>${t("pageNumber", pages.length)}</span>
                <button class="button" type="button" disabled=${!page.next || busy} onClick=${() => this.turn([...pages, page.next])}>${t("nextPage")}</button>
              </nav>`}`}
        <//>
        ${exporting && html`<${Export} filter=${filterOf(query)} close=${() => this.setState({ exporting: false })} />`}
      </div>`;
  }
}
