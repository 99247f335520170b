// A JSON value that can be folded.

import { number } from "./format.js";
import { Component, html } from "./vendor.js";
import { t } from "./words/conversation.js";

const OPEN_DEPTH = 2;
const FIRST = 50;
const LONG_TEXT = 400;

const kinds = { string: "string", number: "number", boolean: "keyword" };

class Text extends Component {
  state = { open: false };

  render({ text }, { open }) {
    const cut = !open && text.length > LONG_TEXT * 1.25;
    return html`<span class="json-string" dir="auto">${JSON.stringify(cut ? text.slice(0, LONG_TEXT) : text)}</span>
      ${cut && html`<button class="quiet show-all" type="button" onClick=${() => this.setState({ open: true })}>${t("showAllOf", number(text.length))}</button>`}`;
  }
}

const Leaf = ({ value }) => (typeof value === "string"
  ? html`<${Text} text=${value} />`
  : html`<span class=${`json-${kinds[typeof value] ?? "keyword"}`}>${String(value)}</span>`);

class Branch extends Component {
  state = { open: this.props.depth < OPEN_DEPTH, all: false };

  toggled = (event) => this.setState({ open: event.currentTarget.open });

  render({ name, value, depth }, { open, all }) {
    const list = Array.isArray(value);
    const entries = Object.entries(value);
    const shown = all ? entries : entries.slice(0, FIRST);
    return html`
      <details class="json-branch" open=${open} onToggle=${this.toggled}>
        <summary>${name !== undefined && html`<span class="json-name">${name}</span>`}<span class="json-size">${list ? t("items", number(entries.length)) : t("fields", number(entries.length))}</span></summary>
        ${open && html`<ul>
          ${shown.map(([key, inner]) => html`<li key=${key}><${Value} name=${key} value=${inner} depth=${depth + 1} /></li>`)}
          ${shown.length < entries.length && html`<li><button class="quiet show-all" type="button" onClick=${() => this.setState({ all: true })}>${t("showAllOf", number(entries.length))}</button></li>`}
        </ul>`}
      </details>`;
  }
}

function Value({ name, value, depth }) {
  const branch = value !== null && typeof value === "object" && Object.keys(value).length > 0;
  return branch
    ? html`<${Branch} name=${name} value=${value} depth=${depth} />`
    : html`<span class="json-leaf">${name !== undefined && html`<span class="json-name">${name}</span>`}
        ${value !== null && typeof value === "object" ? html`<span class="json-size">${Array.isArray(value) ? "[ ]" : "{ }"}</span>` : html`<${Leaf} value=${value} />`}</span>`;
}

/** @param value an object or an array */
export const JsonView = ({ value, label }) => html`<div class="json" role="group" aria-label=${label}><${Value} value=${value} depth=${0} /></div>`;
