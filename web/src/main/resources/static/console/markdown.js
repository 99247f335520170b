// The model's Markdown as safe HTML: raw HTML in it stays visible text, and what comes out is sanitised again.

import { codeBlock } from "./code-block.js";
import { escape, extensions, setFormulas } from "./formula.js";
import { language } from "./i18n.js";
import { Component, DOMPurify, Marked, createRef, html } from "./vendor.js";
import { t } from "./words/conversation.js";

/** How many blocks at the end may become others by what is written next. */
const UNSURE = 3;

/** Whether the text that is parsed now is still being written. */
let open = false;

const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }) => escape(text),
    // Nothing is loaded from elsewhere, so an image is a link to it.
    image: ({ href, text }) => `<a href="${escape(href)}">${escape(text || href)}</a>`,
    code: ({ text, lang }) => `<pre data-language="${escape(lang?.split(/\s/)[0] ?? "")}"><code>${escape(text)}</code></pre>`,
  },
  extensions: [...extensions(() => open), {
    // 【7†source】
    name: "citation",
    level: "inline",
    start: (source) => source.indexOf("【"),
    tokenizer(source) {
      const found = /^【(\d+)†[^】]*】/.exec(source);
      return found ? { type: "citation", raw: found[0], number: found[1] } : undefined;
    },
    renderer: ({ number }) => `<a href="#" title="${escape(t("source", number))}" data-cite="${number}">${number}</a>`,
  }],
});

const purifier = DOMPurify(window);
purifier.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName === "A" && !node.hasAttribute("data-cite")) {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer");
  }
});

const allowed = {
  ALLOWED_TAGS: ["p", "br", "hr", "strong", "em", "del", "code", "pre", "ul", "ol", "li", "blockquote", "a",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"],
  ALLOWED_ATTR: ["href", "title", "start", "align", "data-cite", "data-math", "data-language"],
  ADD_URI_SAFE_ATTR: ["start", "align", "data-cite", "data-math", "data-language"],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|#)/i,
  RETURN_DOM_FRAGMENT: true,
};

/** A table scrolls in a box of its own. */
function boxed(table) {
  const box = document.createElement("div");
  box.className = "table-scroll";
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", t("table"));
  table.replaceWith(box);
  box.append(table);
}

/** One token of the outermost level with what shows it. */
function block(token) {
  const content = purifier.sanitize(marked.parser([token]), allowed);
  content.querySelectorAll("table").forEach(boxed);
  const codes = [...content.querySelectorAll("pre")].map(codeBlock);
  setFormulas(content);
  // A block of code that goes on is written on, so that it keeps its place and what is selected in it.
  const goOn = token.type === "code" ? codes[0] : null;
  return { raw: token.raw, lang: token.lang, nodes: [...content.childNodes], goOn };
}

/**
 * `source` rendered. Of text that is still being written only the last blocks are made anew.
 *
 * @param live whether more is to come
 */
export class Markdown extends Component {
  element = createRef();
  #source = "";
  #blocks = [];

  shouldComponentUpdate(next) {
    return next.source !== this.props.source || next.live !== this.props.live || this.spoken !== language();
  }

  componentDidMount() {
    this.show();
  }

  componentDidUpdate() {
    this.show();
  }

  show() {
    const source = this.props.source.replace(/\r\n?/g, "\n");
    const anew = this.shown !== this.spoken;
    this.shown = this.spoken;
    const sure = anew || !this.props.live || !source.startsWith(this.#source) ? [] : this.#blocks.slice(0, -UNSURE);
    const begin = sure.reduce((sum, { raw }) => sum + raw.length, 0);
    open = Boolean(this.props.live);
    const tokens = marked.lexer(source.slice(begin));
    open = false;
    // Where links are defined in the end, what was shown before may be another.
    const same = anew || Object.keys(tokens.links).length > 0 ? 0 : this.#same(sure.length, tokens);
    this.#replace(sure.length + same, tokens.slice(same));
    this.#source = tokens.reduce((sum, { raw }) => sum + raw.length, begin) === source.length ? source : "\0";
  }

  /** How many of the tokens are shown already. */
  #same(from, tokens) {
    const other = tokens.findIndex(({ raw }, index) => this.#blocks[from + index]?.raw !== raw);
    return other < 0 ? tokens.length : other;
  }

  #replace(kept, tokens) {
    const [old, ...others] = this.#blocks.slice(kept);
    const [first, ...next] = tokens;
    if (old?.goOn && first?.type === "code" && first.lang === old.lang) {
      old.goOn(first.text);
      old.raw = first.raw;
      kept++;
    } else {
      others.unshift(old);
      next.unshift(first);
    }
    others.forEach((other) => other?.nodes.forEach((node) => node.remove()));
    const made = next.filter(Boolean).map(block);
    this.element.current.append(...made.flatMap(({ nodes }) => nodes));
    this.#blocks = [...this.#blocks.slice(0, kept), ...made];
  }

  render() {
    this.spoken = language();
    return html`<div class="markdown" dir="auto" ref=${this.element}></div>`;
  }
}
