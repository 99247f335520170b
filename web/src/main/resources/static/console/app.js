import { Conversation } from "./conversation.js";
import { Composer } from "./composer.js";
import { CloseIcon, MenuIcon } from "./icons.js";
import { activity, turnsOf } from "./run-state.js";
import { Session } from "./session.js";
import { Sidebar } from "./sidebar.js";
import { SignIn } from "./sign-in.js";
import { Component, html, render } from "./vendor.js";

const runInAddress = () => /^#run=(.+)$/.exec(location.hash)?.[1] ?? null;

class Console extends Component {
  #frame = 0;
  session = new Session((state) => this.show(state));
  state = { ...this.session.state, menu: false, signedOut: false };

  /** A model writes faster than a screen shows: at most one rendering a frame. */
  show(state) {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.setState(state));
  }

  componentDidMount() {
    addEventListener("signed-out", () => this.setState({ signedOut: true }));
    addEventListener("hashchange", () => this.followAddress());
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.state.menu) {
        this.setState({ menu: false });
      } else if (event.key === "Escape" && this.session.busy) {
        this.session.stop();
      }
    });
    this.session.load().then(() => this.followAddress());
  }

  followAddress() {
    const runId = runInAddress();
    this.setState({ menu: false });
    if (runId) {
      this.session.open(decodeURIComponent(runId));
    } else {
      this.session.clear();
    }
  }

  ask = (input) => this.starting(this.session.ask(input));
  again = () => this.starting(this.session.again());

  async starting(run) {
    const taken = await run;
    if (matchMedia("(hover: hover)").matches) {
      document.getElementById("question").focus();
    }
    if (taken) {
      location.hash = `run=${encodeURIComponent(this.session.current.runId)}`;
    }
    return taken;
  }

  componentDidUpdate() {
    const question = turnsOf(this.state.runs)[0]?.input;
    document.title = question ? `${question.slice(0, 60)} · All Tools` : "All Tools";
  }

  render(_, state) {
    if (state.signedOut) {
      return html`<${SignIn} />`;
    }
    const { session } = this;
    const run = state.runs.at(-1);
    const busy = Boolean(run) && run.outcome === null;
    return html`
      <div class="console" data-menu=${state.menu}>
        <a class="skip" href="#question" onClick=${(e) => { e.preventDefault(); document.getElementById("question").focus(); }}>Skip to the question</a>
        <${Sidebar} recent=${state.recent} sessionId=${state.sessionId} info=${state.info} close=${() => this.setState({ menu: false })} />
        <div class="shade" onClick=${() => this.setState({ menu: false })}></div>
        <main>
          <header class="bar">
            <button class="quiet menu" type="button" aria-label="Recent runs" aria-expanded=${state.menu} onClick=${() => this.setState({ menu: true })}><${MenuIcon} /></button>
            <span class="bar-title">${turnsOf(state.runs)[0]?.input || "New conversation"}</span>
            ${state.info && html`<span class="model" title=${`Context of ${state.info.contextLength} tokens`}>${state.info.model}</span>`}
          </header>
          <${Conversation} runs=${state.runs} info=${state.info} ask=${this.ask} again=${this.again} edit=${(question) => session.edit(question)} />
          <div class="dock">
            ${state.problem && html`
              <div class="problem" role="alert"><span>${state.problem}</span>
                <button class="quiet" type="button" aria-label="Dismiss" onClick=${() => session.dismiss()}><${CloseIcon} /></button></div>`}
            ${state.connection === "lost" && html`<div class="problem waiting" role="status">The connection was lost; it is being taken up again…</div>`}
            <${Composer} info=${state.info} settings=${state.settings} busy=${busy} ask=${this.ask} attached=${state.attached}
              attach=${(files) => session.attach(files)} editing=${state.editing} edit=${(question) => session.edit(question)}
              stop=${() => session.stop()} choose=${(change) => session.choose(change)} />
          </div>
          <div class="unseen" role="status">${!run ? "" : busy ? activity(run) : `Finished: ${run.outcome.kind.toLowerCase().replace("_", " ")}`}</div>
        </main>
      </div>`;
  }
}

render(html`<${Console} />`, document.getElementById("console"));
