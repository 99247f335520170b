import { AttachIcon, CloseIcon, SendIcon, SettingsIcon, StopIcon } from "./icons.js";
import { Component, createRef, html } from "./vendor.js";

function Tools({ tools, chosen, choose }) {
  const isChosen = (name) => chosen === null || chosen.includes(name);
  const toggle = (name) => {
    const next = tools.map((tool) => tool.name).filter((other) => (other === name ? !isChosen(other) : isChosen(other)));
    choose({ tools: next.length === tools.length ? null : next });
  };
  return html`
    <fieldset class="tools">
      <legend>Tools the model may use</legend>
      ${tools.length === 0 && html`<p class="empty">The server offers none.</p>`}
      ${tools.map((tool) => html`
        <label key=${tool.name} title=${tool.description}>
          <input type="checkbox" checked=${isChosen(tool.name)} onChange=${() => toggle(tool.name)} />
          <span>${tool.name}</span><small>${tool.description}</small>
        </label>`)}
    </fieldset>`;
}

function Settings({ info, settings, choose }) {
  return html`
    <div class="settings" id="settings">
      <${Tools} tools=${info?.tools ?? []} chosen=${settings.tools} choose=${choose} />
      <div class="numbers">
        <label><span>Temperature</span>
          <input type="number" min="0" max="2" step="0.1" inputmode="decimal" placeholder="0" value=${settings.temperature}
            onInput=${(e) => choose({ temperature: e.target.value })} /></label>
        <label><span>Seed</span>
          <input type="number" step="1" inputmode="numeric" placeholder="random" value=${settings.seed}
            onInput=${(e) => choose({ seed: e.target.value })} /></label>
      </div>
    </div>`;
}

/** The question box with its settings; keeps the draft. */
export class Composer extends Component {
  box = createRef();
  files = createRef();
  state = { draft: "", open: false };

  componentDidMount() {
    if (matchMedia("(hover: hover)").matches) {
      this.box.current.focus();
    }
  }

  componentDidUpdate(props, before) {
    if (this.props.editing && this.props.editing !== props.editing) {
      this.setState({ draft: this.props.editing.input });
      this.box.current.focus();
    }
    if (before.draft === this.state.draft) {
      return;
    }
    const box = this.box.current;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight}px`;
  }

  send = async (event) => {
    event?.preventDefault();
    const question = this.state.draft.trim();
    if (!question || this.props.busy) {
      return;
    }
    this.setState({ draft: "", open: false });
    if (!await this.props.ask(question)) {
      this.setState({ draft: question });
    }
  };

  attach = async () => {
    const chosen = [...this.files.current.files];
    // So that the same file can be chosen again.
    this.files.current.value = "";
    await this.props.attach(chosen);
  };

  keep = () => {
    this.props.edit(null);
    this.setState({ draft: "" });
  };

  key = (event) => {
    // Enter that ends an input method's composition is part of the writing.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      this.send(event);
    }
  };

  render({ info, settings, busy, stop, choose, attached, editing }, { draft, open }) {
    const total = info?.tools.length ?? 0;
    const chosen = settings.tools?.length ?? total;
    return html`
      <form class="composer" onSubmit=${this.send}>
        ${open && html`<${Settings} info=${info} settings=${settings} choose=${choose} />`}
        ${editing && html`
          <p class="about">The last question is written anew.
            <button class="quiet" type="button" aria-label="Leave it as it was" onClick=${this.keep}><${CloseIcon} /></button></p>`}
        ${attached.length > 0 && html`<p class="about">Attached: ${attached.join(", ")}</p>`}
        <label class="unseen" for="question">Question</label>
        <textarea id="question" ref=${this.box} rows="1" dir="auto" placeholder="Ask a question" value=${draft}
          onInput=${(e) => this.setState({ draft: e.target.value })} onKeyDown=${this.key}></textarea>
        <div class="controls">
          <button class="quiet" type="button" aria-expanded=${open} aria-controls="settings" onClick=${() => this.setState({ open: !open })}>
            <${SettingsIcon} />Settings${info && html`<span class="badge">${chosen === total ? total : `${chosen} of ${total}`} tools</span>`}
          </button>
          <input type="file" multiple hidden ref=${this.files} onChange=${this.attach} />
          <button class="quiet" type="button" aria-label="Attach files" title="Attach files" disabled=${busy} onClick=${() => this.files.current.click()}><${AttachIcon} /></button>
          <span class="hint">Enter sends, Shift+Enter breaks the line</span>
          ${busy
            ? html`<button class="send" type="button" aria-label="Stop" title="Stop (Esc)" onClick=${stop}><${StopIcon} /></button>`
            : html`<button class="send" type="submit" aria-label="Send" disabled=${!draft.trim()}><${SendIcon} /></button>`}
        </div>
      </form>`;
  }
}
