// The page of the documents that `retrieval` searches.

import { knowledge, removeDocument } from "./api-knowledge.js";
import { bytes, date, number } from "./format.js";
import { Search } from "./knowledge-search.js";
import { Uploads } from "./knowledge-uploads.js";
import { styles } from "./styles.js";
import { Component, html } from "./vendor.js";
import { Bar, Confirm, Empty, Loading, Problem } from "./widgets.js";
import { t } from "./words/knowledge.js";

await styles("knowledge");

const POLL_MILLIS = 700;
const isUnread = (document) => document.state === "queued" || document.state === "reading";

function Documents({ documents, writable, remove }) {
  return html`
    <div class="table-box" tabindex="0" role="region" aria-label=${t("documents")}>
      <table class="table">
        <thead><tr><th scope="col">${t("name")}</th><th scope="col">${t("state")}</th><th scope="col" class="number">${t("passages")}</th>
          <th scope="col" class="number">${t("size")}</th><th scope="col">${t("changed")}</th>${writable && html`<th scope="col"><span class="unseen">${t("actions")}</span></th>`}</tr></thead>
        <tbody>${documents.map((document) => html`
          <tr key=${document.name}>
            <td class="document-name">${document.name}</td>
            <td><span class="badge" data-state=${document.state}>${t(document.state)}</span>${document.problem && html`<div class="wrong">${document.problem}</div>`}</td>
            <td class="number">${document.state === "indexed" ? number(document.passages) : "–"}</td>
            <td class="number">${bytes(document.bytes)}</td>
            <td>${date(Date.parse(document.changedAt))}</td>
            ${writable && html`<td><button class="button" type="button" onClick=${() => remove(document)}>${t("remove")}<span class="unseen"> ${document.name}</span></button></td>`}
          </tr>`)}</tbody>
      </table>
    </div>`;
}

export class Page extends Component {
  state = { known: null, problem: "", removing: null };

  componentDidMount() {
    this.load();
  }

  componentWillUnmount() {
    clearTimeout(this.timer);
    this.gone = true;
  }

  load = async () => {
    clearTimeout(this.timer);
    try {
      const known = await knowledge();
      if (this.gone) {
        return;
      }
      this.setState({ known, problem: "" });
      clearTimeout(this.timer);
      if (known.documents.some(isUnread)) {
        this.timer = setTimeout(this.load, POLL_MILLIS);
      }
    } catch (error) {
      this.setState({ problem: error.message });
    }
  };

  about({ writable, folder, inUse, documents, limits, types }) {
    const hint = limits && t("limits", types.join(", "), bytes(limits.fileBytes), bytes(limits.totalBytes), number(limits.count));
    return html`
      <p class="soft">${t("intro")}</p>
      ${writable
        ? html`<${Uploads} types=${types} hint=${hint} changed=${this.load} />`
        : html`<p class="card">${t("readOnly", folder)}</p>`}
      ${documents.length > 0 && !inUse && html`<${Problem} text=${t("notInUse")} />`}`;
  }

  render(_, { known, problem, removing }) {
    if (!known) {
      return problem ? html`<${Problem} text=${problem} retry=${this.load} />` : html`<${Loading} />`;
    }
    const { documents, writable } = known;
    const unread = documents.filter(isUnread).length;
    const passages = documents.reduce((sum, document) => sum + document.passages, 0);
    return html`<div class="knowledge">
      ${problem && html`<${Problem} text=${problem} retry=${this.load} />`}
      ${this.about(known)}
      ${known.problem && html`<${Problem} text=${t("trouble", known.problem)} retry=${this.load} />`}
      ${unread > 0 && html`<${Bar} label=${t("indexing")} value=${documents.length - unread} max=${documents.length} text=${t("of", number(documents.length - unread), number(documents.length))} />`}
      ${documents.length
        ? html`<h2>${t("documentCount", documents.length, number(passages))}</h2>
            <${Documents} documents=${documents} writable=${writable} remove=${(document) => this.setState({ removing: document })} />
            <${Search} />`
        : html`<${Empty} title=${t("empty")} hint=${writable ? t("emptyHint") : t("emptyFolder")} />`}
      ${removing && html`<${Confirm} title=${t("removeTitle", removing.name)} text=${t("removeText")} verb=${t("remove")}
        close=${() => this.setState({ removing: null })} act=${async () => { await removeDocument(removing.name); await this.load(); }} />`}
    </div>`;
  }
}
