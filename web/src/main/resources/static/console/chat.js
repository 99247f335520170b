// The page of a conversation.

import { signOut } from "./api-control.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { DropZone } from "./files.js";
import { SignOutIcon } from "./icons.js";
import { Pending } from "./pending.js";
import { address } from "./route.js";
import { activity } from "./run-state.js";
import { Component, html } from "./vendor.js";
import { Empty, Loading, Problem } from "./widgets.js";
import { t } from "./words/chat.js";
import { t as tc } from "./words/composer.js";

/** Nothing of the one who leaves stays on the page or in this tab. */
async function leave(session) {
  try {
    await signOut();
  } catch (error) {
    session.tell(error.message);
    return;
  }
  sessionStorage.clear();
  history.replaceState(null, "", address());
  location.reload();
}

export function ChatTitle({ state, session }) {
  const { info } = state;
  return html`
    <h1 class="bar-title">${titleOf(state) || t("newConversation")}</h1>
    ${info && html`<span class="model" title=${t("context", info.contextLength)}>${info.model}</span>`}
    ${info?.key && html`
      <button class="quiet" type="button" aria-label=${t("signOut", info.key)} title=${t("signOut", info.key)} onClick=${() => leave(session)}><${SignOutIcon} /></button>`}`;
}

const titleOf = ({ title, turns }) => title || (turns[0]?.input ?? "");

export class Chat extends Component {
  actions = Object.fromEntries(["again", "edit", "continueRun", "goTo"].map((name) => [name, (...args) => this.acting(this.props.session[name](...args))]));

  ask = (input) => this.acting(this.props.session.ask(input));

  /** Whoever can type goes on typing. */
  async acting(action) {
    const taken = await action;
    if (taken && matchMedia("(hover: hover)").matches) {
      document.getElementById("question")?.focus();
    }
    return taken;
  }

  componentDidMount() {
    this.props.session.loadChoices();
    this.#choose();
    this.componentDidUpdate(this.props);
  }

  componentDidUpdate(before) {
    if (before.query.get("agent") !== this.props.query.get("agent")) {
      this.#choose();
    }
    const title = titleOf(this.props.state);
    document.title = title ? `${title.slice(0, 60)} · All Tools` : "All Tools";
  }

  /** The address may name the agent to talk with. */
  #choose() {
    const agent = this.props.query.get("agent");
    if (agent) {
      this.props.session.choose({ agent });
    }
  }

  #content({ state, session }) {
    if (state.failed !== null) {
      return html`
        <div class="scroller"><${Empty} title=${t("cantOpen")} hint=${t("cantOpenHint")} action=${html`
          <${Problem} text=${state.failed} retry=${() => session.retry()} /><a class="button" href=${address()}>${t("begin")}</a>`} /></div>`;
    }
    if (state.opening) {
      return html`<div class="scroller"><${Loading} /></div>`;
    }
    return html`
      <${Conversation} key=${session.visit} turns=${state.turns} info=${state.info} sessionId=${state.sessionId} load=${session.loadRuns}
        focus=${state.focus} actions=${this.actions} ask=${this.ask} />`;
  }

  render({ state, session }) {
    const live = state.live !== null ? state.turns.find((turn) => turn.runId === state.live) : undefined;
    const last = live ?? state.turns.at(-1);
    const calling = live?.run?.steps.at(-1)?.parts.some((part) => part.state === "running");
    return html`
      ${this.#content({ state, session })}
      <div class="dock">
        ${state.problem && html`<${Problem} text=${state.problem} dismiss=${() => session.dismiss()} />`}
        ${state.connection === "lost" && html`<div class="problem waiting" role="status">${t("lost")}</div>`}
        ${state.connection === "back" && html`<div class="problem back" role="status">${t("back")}</div>`}
        ${state.live !== null && !live && html`
          <div class="problem waiting" role="status"><span>${tc("elsewhere")}</span><a class="button" href=${address("run", state.live)}>${tc("showIt")}</a></div>`}
        ${calling && html`<${Pending} key=${state.live} sessionId=${state.sessionId} runId=${state.live} />`}
        ${state.imported && !state.failed && html`<p class="imported">${t("imported")}</p>`}
        <${Composer} state=${state} session=${session} ask=${this.ask} />
      </div>
      <${DropZone} add=${session.attach} />
      <div class="unseen" role="status">${!last?.run ? "" : last.run.outcome === null ? activity(last.run) : t("finished", last.run.outcome.kind)}</div>`;
  }
}
