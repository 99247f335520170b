// The files of the next question, and how they get onto the page.

import { bytes, percent } from "./format.js";
import { CloseIcon } from "./icons.js";
import { Component, createRef, html } from "./vendor.js";
import { t } from "./words/composer.js";

/** Whether trying again may help: not where the name, the size or a file of the same name is what is wrong. */
const mayWork = ({ status, code }) => status !== 400 && status !== 413 && code !== "file_exists";

const stateText = (file, busy) => ({
  waiting: () => t(busy ? "waitingForRun" : "waiting"),
  sending: () => t("sending", percent(file.bytes === 0 ? 1 : file.sent / file.bytes)),
  attached: () => t("attached"),
  removing: () => t("removing"),
  failed: () => "",
}[file.state]());

function FileItem({ file, busy, remove, again }) {
  return html`
    <li class="file" data-state=${file.state}>
      <span class="file-name" dir="auto">${file.name}</span>
      <span class="file-facts">${bytes(file.bytes)}${stateText(file, busy) && html` · ${stateText(file, busy)}`}</span>
      <button class="quiet" type="button" aria-label=${t("remove", file.name)} title=${t("remove", file.name)} disabled=${file.state === "removing"}
        onClick=${() => remove(file.id)}><${CloseIcon} /></button>
      ${file.state === "sending" && html`<progress value=${file.sent} max=${Math.max(1, file.bytes)} aria-label=${file.name}></progress>`}
      ${file.problem && html`
        <p class="file-problem" role="alert">${file.problem.text}
          ${file.problem.code === "file_exists" && html`<button class="button" type="button" onClick=${() => again(file.id, true)}>${t("replace")}</button>`}
          ${file.state === "failed" && mayWork(file.problem) && html`<button class="button" type="button" onClick=${() => again(file.id, false)}>${t("again")}</button>`}
        </p>`}
    </li>`;
}

export const Files = ({ files, busy, remove, again }) => html`
  <ul class="files" aria-label=${t("files")}>
    ${files.map((file) => html`<${FileItem} key=${file.id} file=${file} busy=${busy} remove=${remove} again=${again} />`)}
  </ul>`;

/** Takes files that are dropped anywhere on the part of the page that it is in. */
export class DropZone extends Component {
  state = { over: false };
  element = createRef();
  #depth = 0;

  componentDidMount() {
    this.place = this.element.current.parentElement;
    for (const [event, listener] of Object.entries(this.listeners)) {
      this.place.addEventListener(event, listener);
    }
  }

  componentWillUnmount() {
    for (const [event, listener] of Object.entries(this.listeners)) {
      this.place.removeEventListener(event, listener);
    }
  }

  // Each element that the pointer enters and leaves on its way says so.
  listeners = {
    dragenter: (event) => this.#on(event, () => this.#count(1)),
    dragleave: (event) => this.#on(event, () => this.#count(-1)),
    dragover: (event) => this.#on(event, () => {
      event.dataTransfer.dropEffect = "copy";
    }),
    drop: (event) => this.#on(event, () => {
      this.#count(-this.#depth);
      // A folder has no content of its own.
      const items = [...event.dataTransfer.items].filter((item) => item.kind === "file" && !item.webkitGetAsEntry?.()?.isDirectory);
      this.props.add(items.map((item) => item.getAsFile()));
    }),
  };

  #on(event, act) {
    if (event.dataTransfer?.types.includes("Files")) {
      event.preventDefault();
      act();
    }
  }

  #count(change) {
    this.#depth = Math.max(0, this.#depth + change);
    this.setState({ over: this.#depth > 0 });
  }

  render(_, { over }) {
    return html`<div class="drop" ref=${this.element} data-over=${over} aria-hidden="true">${over && t("drop")}</div>`;
  }
}
