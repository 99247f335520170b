// Formulas in Markdown: how they are found, and how KaTeX shows them.
//
// $…$ and \(…\) stand in a line, $$…$$ and \[…\] for themselves. Prices are no formulas: as in Pandoc a $ that opens is
// followed by no space and one that closes is neither preceded by a space nor followed by a digit.

import { formulas } from "./libraries.js";
import { t } from "./words/conversation.js";

const options = { throwOnError: true, trust: false, strict: "ignore", maxSize: 20, maxExpand: 200 };

const BLOCK = /^ {0,3}(?:\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\])[ \t]*(?:\n|$)/;
const BLOCK_OPEN = /^ {0,3}(?:\$\$|\\\[)[\s\S]*$/;
const BLOCK_START = /(?:^|\n) {0,3}(?:\$\$|\\\[)/;
const IN_LINE = [
  [/^\$\$([^$]+?)\$\$/, true],
  [/^\\\[([\s\S]+?)\\\]/, true],
  [/^\\\(([\s\S]+?)\\\)/, false],
  [/^\$(?![\s$])((?:\\[\s\S]|[^$\\\n])*?(?:\\[\s\S]|[^\s$\\]))\$(?!\d)/, false],
];
/** Without a command between two $ two words are prose, and a number with a word behind it is a price. */
const PROSE = /^(?:[^\\]*[A-Za-z]{2,}[,;.]?\s+[A-Za-z]{2,}|\d[\d.,]*[,;.]?\s[^\\]*[A-Za-z]{2,})[^\\]*$/;

const escaped = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const escape = (text) => text.replace(/[&<>"]/g, (c) => escaped[c]);

const source = ({ tex, display, raw }) =>
  `<code data-math="${display ? "display" : "line"}" title="${escape(raw.trim())}">${escape(tex)}</code>`;

/**
 * Extensions of marked.
 *
 * @param isOpen tells whether more text is to come: a formula that nothing closes yet is shown as it is written
 */
export const extensions = (isOpen) => [
  {
    name: "formulaBlock",
    level: "block",
    start: (text) => BLOCK_START.exec(text)?.index,
    tokenizer(text) {
      const whole = BLOCK.exec(text);
      if (whole) {
        return { type: "formulaBlock", raw: whole[0], tex: (whole[1] ?? whole[2]).trim(), display: true };
      }
      const begun = isOpen() && !/\$\$[\s\S]*?\$\$|\\\]/.test(text) && BLOCK_OPEN.exec(text);
      return begun ? { type: "formulaBlock", raw: begun[0], tex: begun[0], display: true, begun: true } : undefined;
    },
    renderer: (token) => (token.begun ? `<pre data-language="latex"><code>${escape(token.tex)}</code></pre>` : `<p>${source(token)}</p>`),
  },
  {
    name: "formula",
    level: "inline",
    start: (text) => /\$|\\[([]/.exec(text)?.index,
    tokenizer(text) {
      for (const [form, display] of IN_LINE) {
        const found = form.exec(text);
        if (found && !(text.startsWith("$") && !display && PROSE.test(found[1]))) {
          return { type: "formula", raw: found[0], tex: found[1].trim(), display };
        }
      }
      return undefined;
    },
    renderer: source,
  },
];

/** Puts formulas in the place of their source in `root`. What KaTeX can't set stays its source. */
export function setFormulas(root) {
  for (const element of root.querySelectorAll("code[data-math]")) {
    formulas.use((katex) => {
      const display = element.dataset.math === "display";
      const formula = document.createElement("span");
      try {
        katex.render(element.textContent, formula, { ...options, displayMode: display });
      } catch (error) {
        element.title = t("formulaProblem", error.message);
        return;
      }
      formula.className = display ? "formula display" : "formula";
      if (display) {
        formula.tabIndex = 0;
        formula.setAttribute("role", "group");
        formula.setAttribute("aria-label", t("formula"));
      }
      element.replaceWith(formula);
    });
  }
}
