import { named } from "./attachments.js";
import { draftOf, keepDraft } from "./drafts.js";
import { Files } from "./files.js";
import { AttachIcon, SendIcon, SettingsIcon, StopIcon } from "./icons.js";
import { SettingsPanel } from "./settings-panel.js";
import { Component, createRef, html } from "./vendor.js";
import { t } from "./words/composer.js";

const ON_THEIR_WAY = ["waiting", "sending", "removing"];

/** The question box with its files and settings. The draft is kept until it is asked, over a reload, too. */
export class Composer extends Component {
  box = createRef();
  picker = createRef();
  settings = createRef();
  state = { draft: draftOf(this.props.state.sessionId).text, open: false };

  componentDidMount() {
    if (matchMedia("(hover: hover)").matches) {
      this.box.current.focus();
    }
    this.#fit();
  }

  componentDidUpdate({ state: before }, { draft }) {
    const { sessionId } = this.props.state;
    if (before.sessionId !== sessionId) {
      this.setState({ draft: draftOf(sessionId).text });
    }
    if (draft !== this.state.draft) {
      this.#fit();
    }
  }

  #fit() {
    const box = this.box.current;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight}px`;
  }

  #write(draft) {
    this.setState({ draft });
    keepDraft(this.props.state.sessionId, { text: draft });
  }

  get blocked() {
    const { state, session } = this.props;
    return session.busy || state.opening || state.failed !== null || state.attached.some((file) => ON_THEIR_WAY.includes(file.state));
  }

  send = async (event) => {
    event?.preventDefault();
    const question = this.state.draft.trim();
    if (!question || this.blocked) {
      return;
    }
    this.#write("");
    this.setState({ open: false });
    if (!await this.props.ask(question) && !this.state.draft) {
      this.#write(question);
    }
  };

  key = (event) => {
    // Enter that ends an input method's composition is part of the writing; some browsers tell so by the number alone.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      this.send(event);
    }
  };

  pick = () => {
    const chosen = [...this.picker.current.files];
    // So that the same file can be chosen again.
    this.picker.current.value = "";
    this.props.session.attach(chosen);
  };

  paste = (event) => {
    const files = [...event.clipboardData.files];
    if (files.length > 0) {
      event.preventDefault();
      this.props.session.attach(files.map((file) => named(file)));
    }
  };

  close = () => this.setState({ open: false }, () => this.settings.current.focus());

  #button() {
    const { state, session } = this.props;
    if (!session.busy) {
      return html`<button class="send" type="submit" aria-label=${t("send")} title=${t("send")} disabled=${!this.state.draft.trim() || this.blocked}><${SendIcon} /></button>`;
    }
    return html`
      <button class="send" type="button" aria-label=${t("stop")} title=${t("stopHint")} aria-busy=${state.stopping} data-stopping=${state.stopping}
        onClick=${() => session.stop()}><${StopIcon} /></button>`;
  }

  #hint() {
    const { state, session } = this.props;
    if (session.busy) {
      return state.stopping ? t("stopping") : "";
    }
    return state.attached.some((file) => ON_THEIR_WAY.includes(file.state)) ? t("filesOnTheirWay") : t("hint");
  }

  /** What is chosen of the settings, in short. */
  #badges() {
    const { settings, offer } = this.props.state;
    const all = offer?.tools.length ?? 0;
    return html`
      ${settings.model && html`<span class="badge">${settings.model}</span>`}
      ${settings.agent && html`<span class="badge">${settings.agent}</span>`}
      ${offer && html`<span class="badge">${t("toolsBadge", settings.tools?.length ?? all, all)}</span>`}`;
  }

  render({ state, session }, { draft, open }) {
    return html`
      <form class="composer" onSubmit=${this.send}>
        ${open && html`
          <${SettingsPanel} settings=${state.settings} models=${state.models} agents=${state.agents} offer=${state.offer}
            offerProblem=${state.offerProblem} choose=${session.choose} reset=${session.resetSettings} close=${this.close} />`}
        ${state.attached.length > 0 && html`
          <${Files} files=${state.attached} busy=${session.busy} remove=${session.removeFile} again=${session.sendFile} />`}
        <label class="unseen" for="question">${t("question")}</label>
        <textarea id="question" ref=${this.box} rows="1" dir="auto" placeholder=${t("placeholder")} value=${draft}
          onInput=${(event) => this.#write(event.target.value)} onKeyDown=${this.key} onPaste=${this.paste}></textarea>
        <div class="controls">
          <button class="quiet" type="button" ref=${this.settings} aria-expanded=${open} aria-controls="settings" onClick=${() => this.setState({ open: !open })}>
            <${SettingsIcon} />${t("settings")}${this.#badges()}
          </button>
          <input type="file" multiple hidden ref=${this.picker} onChange=${this.pick} />
          <button class="quiet" type="button" aria-label=${t("attach")} title=${t("attach")} onClick=${() => this.picker.current.click()}><${AttachIcon} /></button>
          <span class="hint" role="status">${this.#hint()}</span>
          ${this.#button()}
        </div>
      </form>`;
  }
}
