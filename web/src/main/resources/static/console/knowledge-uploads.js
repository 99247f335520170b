// Documents on their way to the server, one after the other.

import { upload } from "./api-knowledge.js";
import { Component, html } from "./vendor.js";
import { Bar, Problem } from "./widgets.js";
import { percent } from "./format.js";
import { t } from "./words/knowledge.js";

export class Uploads extends Component {
  state = { items: [], over: false };
  #next = 0;
  #queue = Promise.resolve();

  componentWillUnmount() {
    this.gone = true;
  }

  take = (files) => [...files].forEach((file) => this.begin({ id: ++this.#next, file, share: 0, problem: "", exists: false }, false));

  begin(item, overwrite) {
    this.setState(({ items }) => ({ items: [...items.filter((other) => other.id !== item.id), { ...item, problem: "", exists: false, share: 0 }] }));
    this.#queue = this.#queue.then(() => this.send(item, overwrite));
  }

  async send(item, overwrite) {
    try {
      await upload(item.file, overwrite, (share) => this.change(item.id, { share }));
      this.drop(item.id);
      this.props.changed();
    } catch (error) {
      this.change(item.id, { problem: error.message, exists: error.code === "file_exists" });
    }
  }

  change(id, change) {
    if (!this.gone) {
      this.setState(({ items }) => ({ items: items.map((item) => (item.id === id ? { ...item, ...change } : item)) }));
    }
  }

  drop = (id) => !this.gone && this.setState(({ items }) => ({ items: items.filter((item) => item.id !== id) }));

  over = (over) => (event) => {
    event.preventDefault();
    this.setState({ over });
  };

  dropped = (event) => {
    this.over(false)(event);
    this.take(event.dataTransfer.files);
  };

  render({ types, hint }, { items, over }) {
    return html`
      <div class="drop" data-over=${over} onDragOver=${this.over(true)} onDragLeave=${this.over(false)} onDrop=${this.dropped}>
        <label class="button primary">${t("upload")}
          <input class="unseen" type="file" multiple accept=${types.map((type) => `.${type}`).join()}
            onChange=${(event) => { this.take(event.currentTarget.files); event.currentTarget.value = ""; }} /></label>
        <p class="soft">${t("dropHint")} ${hint}</p>
      </div>
      <ul class="uploads" aria-label=${t("uploads")}>${items.map((item) => html`
        <li key=${item.id}>
          ${item.problem
            ? html`<${Problem} text=${`${item.file.name}: ${item.exists ? t("exists") : item.problem}`} dismiss=${() => this.drop(item.id)} />
                ${item.exists && html`<button class="button" type="button" onClick=${() => this.begin(item, true)}>${t("replace")}<span class="unseen"> ${item.file.name}</span></button>`}`
            : html`<${Bar} label=${item.file.name} value=${item.share} max="1" text=${percent(item.share)} />`}
        </li>`)}</ul>`;
  }
}
