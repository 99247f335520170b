// Code in colours, by highlight.js. Its markup is cut down to coloured pieces of text; the text itself is never changed.

import { CopyIcon } from "./icons.js";
import { highlighting } from "./libraries.js";
import { Component, DOMPurify, createRef, html } from "./vendor.js";
import { t } from "./words/conversation.js";

/** Longer text stays in one colour. */
const MOST_CHARACTERS = 40_000;
const COPIED_MILLIS = 1500;

const purifier = DOMPurify(window);
const pieces = { ALLOWED_TAGS: ["span", "#text"], ALLOWED_ATTR: ["class"], ALLOW_DATA_ATTR: false, ALLOW_ARIA_ATTR: false, RETURN_DOM_FRAGMENT: true };

/** Shows `text` in `element`, in colours as soon as those are there. A language that is not known stays plain. */
export function paint(element, text, language) {
  element.painted = text;
  if (!language || language === "text" || text.length > MOST_CHARACTERS) {
    element.textContent = text;
    return;
  }
  if (!highlighting.now) {
    element.textContent = text;
  }
  highlighting.use((highlighter) => {
    if (element.painted !== text) {
      return;
    }
    if (!highlighter.getLanguage(language)) {
      element.textContent = text;
      return;
    }
    const { value } = highlighter.highlight(text, { language, ignoreIllegals: true });
    element.replaceChildren(purifier.sanitize(value, pieces));
  });
}

/** The text of a box, in colours. */
class Painted extends Component {
  element = createRef();

  shouldComponentUpdate({ text, language }) {
    return text !== this.props.text || language !== this.props.language;
  }

  componentDidMount() {
    this.componentDidUpdate();
  }

  componentDidUpdate() {
    paint(this.element.current, this.props.text, this.props.language);
  }

  render() {
    return html`<code ref=${this.element}></code>`;
  }
}

/** @param cursor whether more is being written */
export const Code = ({ label, text, language, cursor }) => html`
  <pre tabindex="0" aria-label=${label}><${Painted} text=${text} language=${language} />${cursor && html`<span class="cursor"></span>`}</pre>`;

/** Copies `text` and says that it did. The browser lets pages do that where they came from a safe place. */
export class Copy extends Component {
  state = { copied: false };

  copy = async () => {
    await navigator.clipboard.writeText(this.props.text);
    this.setState({ copied: true });
    setTimeout(() => this.setState({ copied: false }), COPIED_MILLIS);
  };

  render({ label }, { copied }) {
    return navigator.clipboard && html`
      <button class="quiet copy" type="button" onClick=${this.copy}><${CopyIcon} />${copied ? t("copied") : label}</button>`;
  }
}

/** JSON with line breaks and indentation; null when it is not a whole object or array. */
export function pretty(text) {
  const value = parsed(text);
  return value === null ? null : JSON.stringify(value, null, 2);
}

/** The object or array that is written in `text`; null when it is none. */
export function parsed(text) {
  if (!/^\s*[[{]/.test(text)) {
    return null;
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
