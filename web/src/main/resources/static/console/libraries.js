// Large libraries, loaded when something is shown that needs them. Both are classic scripts that name themselves.

import { HIGHLIGHT, KATEX, KATEX_STYLES } from "./vendor.js";

class Library {
  /** The library; null until it is there. */
  now = null;
  #load;
  #loading = null;

  constructor(load) {
    this.#load = load;
  }

  /** Calls `show` with the library as soon as it is there; what needs it stays as it is where it can't be loaded. */
  use(show) {
    if (this.now) {
      show(this.now);
      return;
    }
    this.#loading ??= this.#load().then((library) => {
      this.now = library;
      return library;
    }, (error) => {
      this.#loading = null;
      console.warn(error.message);
      return null;
    });
    this.#loading.then((library) => library && show(library));
  }
}

function added(element, address) {
  return new Promise((resolve, reject) => {
    element.onload = resolve;
    element.onerror = () => reject(new Error(`${address} could not be loaded`));
    document.head.append(element);
  });
}

const script = (src) => added(Object.assign(document.createElement("script"), { src }), src);
const sheet = (href) => added(Object.assign(document.createElement("link"), { rel: "stylesheet", href }), href);

export const highlighting = new Library(async () => {
  await script(HIGHLIGHT);
  return globalThis.hljs;
});

export const formulas = new Library(async () => {
  await Promise.all([sheet(KATEX_STYLES), script(KATEX)]);
  return globalThis.katex;
});
