// Text of which only the beginning is shown until the reader wants it all.

import { number } from "./format.js";
import { Component, html } from "./vendor.js";
import { t } from "./words/conversation.js";

const LINES = 24;
/** Of lines that are longer than a screen. */
const CHARACTERS = 2400;

/** The beginning of `text` that is shown first; all of it where the rest would be short. */
function beginning(text) {
  const lines = text.split("\n");
  const short = lines.length > LINES * 1.25 ? lines.slice(0, LINES).join("\n") : text;
  return short.length > CHARACTERS * 1.25 ? short.slice(0, CHARACTERS) : short;
}

/** @param show makes elements of a text */
export class Long extends Component {
  state = { open: false };

  toggle = () => this.setState({ open: !this.state.open });

  render({ text, show }, { open }) {
    const first = beginning(text);
    return first.length === text.length ? show(text) : html`
      ${show(open ? text : first)}
      <button class="quiet show-all" type="button" aria-expanded=${open} onClick=${this.toggle}>
        ${open ? t("showLess") : t("showAll", number(text.split("\n").length), number(text.length))}
      </button>`;
  }
}
