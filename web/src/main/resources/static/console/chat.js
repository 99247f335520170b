// The page of a conversation.

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { activity, turnsOf } from "./run-state.js";
import { address } from "./route.js";
import { Component, html } from "./vendor.js";
import { Problem } from "./widgets.js";
import { t } from "./words/chat.js";

export function ChatTitle({ state }) {
  return html`
    <h1 class="bar-title">${turnsOf(state.runs)[0]?.input || t("newConversation")}</h1>
    ${state.info && html`<span class="model" title=${t("context", state.info.contextLength)}>${state.info.model}</span>`}`;
}

export class Chat extends Component {
  ask = (input) => this.starting(this.props.session.ask(input));
  actions = {
    again: () => this.starting(this.props.session.again()),
    edit: (runId, question) => {
      this.props.session.edit(this.props.state.runs.at(-1));
      return this.ask(question);
    },
  };

  async starting(run) {
    const taken = await run;
    if (matchMedia("(hover: hover)").matches) {
      document.getElementById("question").focus();
    }
    if (taken) {
      location.hash = address("run", this.props.session.current.runId);
    }
    return taken;
  }

  componentDidMount() {
    this.componentDidUpdate();
  }

  componentDidUpdate() {
    const question = turnsOf(this.props.state.runs)[0]?.input;
    document.title = question ? `${question.slice(0, 60)} · All Tools` : "All Tools";
  }

  render({ state, session }) {
    const run = state.runs.at(-1);
    const busy = Boolean(run) && run.outcome === null;
    return html`
      <${Conversation} turns=${turnsOf(state.runs)} info=${state.info} ask=${this.ask} actions=${this.actions} />
      <div class="dock">
        ${state.problem && html`<${Problem} text=${state.problem} dismiss=${() => session.dismiss()} />`}
        ${state.connection === "lost" && html`<div class="problem waiting" role="status">${t("lost")}</div>`}
        <${Composer} info=${state.info} settings=${state.settings} busy=${busy} ask=${this.ask} attached=${state.attached}
          attach=${(files) => session.attach(files)} editing=${state.editing} edit=${(question) => session.edit(question)}
          stop=${() => session.stop()} choose=${(change) => session.choose(change)} />
      </div>
      <div class="unseen" role="status">${!run ? "" : busy ? activity(run) : t("finished", run.outcome.kind)}</div>`;
  }
}
