// A block of code in the model's text: its language, a button that copies it, and the code in colours.

import { paint } from "./code.js";
import { t } from "./words/conversation.js";

const COPIED_MILLIS = 1500;

/**
 * Puts a box in the place of `pre`, whose data-language names the language.
 *
 * @returns a function that shows other code in the same box
 */
export function codeBlock(pre) {
  const language = (pre.dataset.language ?? "").toLowerCase();
  const code = pre.querySelector("code") ?? pre;
  const box = document.createElement("div");
  const head = document.createElement("div");
  const name = document.createElement("span");
  box.className = "code-block";
  head.className = "code-head";
  name.textContent = language || t("plainText");
  head.append(name);
  pre.tabIndex = 0;
  pre.setAttribute("aria-label", t("codeIn", language || t("plainText")));
  let text = code.textContent.replace(/\n$/, "");
  if (navigator.clipboard) {
    head.append(copyButton(() => text));
  }
  pre.replaceWith(box);
  box.append(head, pre);
  paint(code, text, language);
  return (other) => {
    text = other;
    paint(code, text, language);
  };
}

function copyButton(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = t("copyCode");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text());
    button.textContent = t("copied");
    setTimeout(() => { button.textContent = t("copyCode"); }, COPIED_MILLIS);
  });
  return button;
}
