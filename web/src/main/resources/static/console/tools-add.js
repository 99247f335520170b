// Tools of an OpenAPI document or an MCP server: looked at first, then added.

import { addSource, preview } from "./api-tools.js";
import { Component, html } from "./vendor.js";
import { Dialog, Problem, Tabs } from "./widgets.js";
import { t } from "./words/tools.js";

const MAX_BYTES = 3_000_000;

export class AddSource extends Component {
  state = { by: "url", url: "", kind: "", name: "", token: "", file: null, busy: false, problem: "", wrong: "", found: null, chosen: new Set() };

  set = (field) => (event) => this.setState({ [field]: event.currentTarget.value, wrong: "" });

  request() {
    const { by, url, kind, name, token, file } = this.state;
    return {
      ...(by === "url" ? { url: url.trim(), kind: kind || undefined } : { document: file?.text ?? "" }),
      name: name.trim() || (by === "file" ? file?.name : undefined),
      token: token || undefined,
    };
  }

  pick = async (event) => {
    const file = event.currentTarget.files[0];
    if (file && file.size > MAX_BYTES) {
      this.setState({ file: null, problem: t("fileTooLarge") });
      return;
    }
    this.setState({ file: file ? { name: file.name, text: await file.text() } : null, problem: "" });
  };

  look = async (event) => {
    event.preventDefault();
    this.setState({ busy: true, problem: "", wrong: "" });
    try {
      const found = await preview(this.request());
      this.setState({ busy: false, found, chosen: new Set(found.tools.filter((tool) => !tool.taken).map((tool) => tool.name)) });
    } catch (error) {
      this.setState({ busy: false, problem: error.message, wrong: error.param ?? "" });
    }
  };

  toggle = (name) => this.setState(({ chosen }) => {
    const changed = new Set(chosen);
    if (!changed.delete(name)) {
      changed.add(name);
    }
    return { chosen: changed };
  });

  add = async () => {
    const { found, chosen } = this.state;
    this.setState({ busy: true, problem: "" });
    try {
      // Of a source that is taken as it is, what it offers later comes too.
      const all = chosen.size === found.tools.length;
      const added = await addSource({ ...this.request(), kind: found.kind, only: all ? undefined : [...chosen] });
      this.props.added(added);
    } catch (error) {
      this.setState({ busy: false, problem: error.message });
    }
  };

  form({ by, url, kind, name, token, file, busy, problem, wrong }, close) {
    const footer = html`
      <button class="button" type="button" onClick=${close}>${t("cancel")}</button>
      <button class="button primary" type="submit" form="add-source" disabled=${busy || (by === "file" && !file)}>${busy ? t("looking") : t("look")}</button>`;
    return html`
      <${Dialog} title=${t("addTools")} close=${close} footer=${footer}>
        <form id="add-source" onSubmit=${this.look} novalidate>
          <${Tabs} label=${t("where")} tabs=${[{ id: "url", title: t("byUrl") }, { id: "file", title: t("byFile") }]} chosen=${by}
            choose=${(id) => this.setState({ by: id, problem: "", wrong: "" })}>
            ${by === "url"
              ? html`
                <label class="field"><span>${t("url")}</span>
                  <input type="url" value=${url} placeholder="https://api.example.org/openapi.json" required aria-invalid=${wrong === "url"} onInput=${this.set("url")} autocomplete="off" /></label>
                <label class="field"><span>${t("what")}</span>
                  <select value=${kind} onChange=${this.set("kind")}>
                    <option value="">${t("kind_auto")}</option><option value="document">${t("kind_document")}</option><option value="mcp">${t("kind_mcp")}</option>
                  </select></label>`
              : html`<label class="field"><span>${t("file")}</span>
                  <input type="file" accept=".json,.yaml,.yml" onChange=${this.pick} /><small>${t("fileHint")}</small></label>`}
          <//>
          <label class="field"><span>${t("sourceName")}</span><input value=${name} maxlength="80" aria-invalid=${wrong === "name"} onInput=${this.set("name")} autocomplete="off" /></label>
          <label class="field"><span>${t("token")}</span>
            <input type="password" value=${token} autocomplete="new-password" aria-invalid=${wrong === "token"} onInput=${this.set("token")} /><small>${t("tokenHint")}</small></label>
          <p class="soft">${t("programsHint")}</p>
          ${problem && html`<${Problem} text=${problem} />`}
        </form>
      <//>`;
  }

  preview({ found, chosen, busy, problem }, close) {
    const footer = html`
      <button class="button" type="button" disabled=${busy} onClick=${() => this.setState({ found: null, problem: "" })}>${t("back")}</button>
      <button class="button primary" type="button" disabled=${busy || chosen.size === 0} onClick=${this.add}>${t("addCount", chosen.size)}</button>`;
    return html`
      <${Dialog} title=${t("found", found.name)} close=${close} footer=${footer}>
        <p class="soft">${t(`kind_${found.kind}`)} · ${t("foundHint")}</p>
        <ul class="found">${found.tools.map((tool) => html`
          <li key=${tool.name}><label>
            <input type="checkbox" checked=${chosen.has(tool.name)} disabled=${tool.taken} onChange=${() => this.toggle(tool.name)} />
            <span><code>${tool.name}</code> <span class="soft">${tool.description}</span>
              ${tool.taken && html`<small class="wrong">${t("taken")}</small>`}</span></label></li>`)}</ul>
        ${problem && html`<${Problem} text=${problem} />`}
      <//>`;
  }

  render({ close }, state) {
    return state.found ? this.preview(state, close) : this.form(state, close);
  }
}
