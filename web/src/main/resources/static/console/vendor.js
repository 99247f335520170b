// The libraries in one place. The build puts the versions of the WebJars in.
import "./process.js";
import { h } from "../webjars/preact/${preact.version}/dist/preact.module.js";
import htm from "../vendor/htm.module.js";

export { Component, createRef, render } from "../webjars/preact/${preact.version}/dist/preact.module.js";
export { Marked } from "../webjars/marked/${marked.version}/lib/marked.esm.js";
export { default as DOMPurify } from "../webjars/dompurify/${dompurify.version}/dist/purify.es.mjs";
export {
  Virtualizer, elementScroll, measureElement, observeElementOffset, observeElementRect,
} from "../webjars/tanstack__virtual-core/${virtual-core.version}/dist/esm/index.js";

/** Preact elements written as a template, without a compiler. */
export const html = htm.bind(h);

const at = (path) => new URL(`../webjars/${path}`, import.meta.url).href;

/** Where the libraries lie that are loaded when they are needed: libraries.js. */
export const HIGHLIGHT = at("highlightjs/${highlightjs.version}/highlight.min.js");
export const KATEX = at("katex/${katex.version}/dist/katex.min.js");
export const KATEX_STYLES = at("katex/${katex.version}/dist/katex.min.css");
