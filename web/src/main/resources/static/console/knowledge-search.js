// What `retrieval` would find.

import { search } from "./api-knowledge.js";
import { Component, html } from "./vendor.js";
import { Loading, Problem } from "./widgets.js";
import { t } from "./words/knowledge.js";

const textOf = (passage) => passage.content.filter((part) => part.type === "Text").map((part) => part.text).join("\n");

export class Search extends Component {
  state = { query: "", count: 4, busy: false, problem: "", answer: null };

  find = async (event) => {
    event.preventDefault();
    this.setState({ busy: true, problem: "" });
    try {
      this.setState({ answer: await search(this.state.query.trim(), this.state.count), busy: false });
    } catch (error) {
      this.setState({ problem: error.message, answer: null, busy: false });
    }
  };

  render(_, { query, count, busy, problem, answer }) {
    return html`
      <section class="card knowledge-search" aria-label=${t("searchTitle")}>
        <h2>${t("searchTitle")}</h2>
        <p class="soft">${t("searchHint")}</p>
        <form role="search" onSubmit=${this.find}>
          <input class="input" type="search" aria-label=${t("query")} placeholder=${t("query")} value=${query} maxlength="2000" required
            onInput=${(event) => this.setState({ query: event.currentTarget.value })} />
          <label class="soft">${t("count")} <input class="input count" type="number" min="1" max="10" value=${count}
            onInput=${(event) => this.setState({ count: event.currentTarget.valueAsNumber || 4 })} /></label>
          <button class="button" type="submit" disabled=${busy || !query.trim()}>${t("search")}</button>
        </form>
        ${busy && html`<${Loading} />`}
        ${problem && html`<${Problem} text=${problem} />`}
        ${answer && html`<div role="status">${answer.observation.passages.map((passage, i) => html`
          <pre key=${i} class="found-passages" tabindex="0" aria-label=${t("passages")} dir="auto">${textOf(passage)}</pre>`)}</div>`}
      </section>`;
  }
}
