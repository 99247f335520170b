import { duration, number, plural } from "./format.js";
import { AgainIcon, CopyIcon, EditIcon } from "./icons.js";
import { Markdown } from "./markdown.js";
import { activity } from "./run-state.js";
import { ToolCall } from "./tool-call.js";
import { Component, html } from "./vendor.js";

function Part({ part, session, runId }) {
  switch (part.kind) {
    case "text":
      return html`<${Markdown} source=${part.text} />`;
    case "reasoning":
      return html`<details class="reasoning"><summary>Reasoning</summary><div dir="auto">${part.text}</div></details>`;
    case "call":
      return html`<${ToolCall} call=${part} session=${session} runId=${runId} />`;
  }
}

function Step({ step, live, session, runId }) {
  const calls = step.parts.some((part) => part.kind === "call");
  return html`
    <li class="step" data-live=${live} data-answer=${!calls}>
      <span class="mark" aria-hidden="true">${calls || live ? step.number : ""}</span>
      <div class="step-body">
        <h3 class="unseen">Step ${step.number}</h3>
        ${step.parts.map((part, index) => html`<${Part} key=${part.id ?? index} part=${part} session=${session} runId=${runId} />`)}
        ${step.parts.length === 0 && live && html`<span class="typing" aria-hidden="true"><i></i><i></i><i></i></span>`}
      </div>
    </li>`;
}

/** How a run ended where that is not an answer. */
function Ending({ outcome }) {
  switch (outcome.kind) {
    case "ANSWERED":
      return null;
    case "CANCELLED":
      return html`<p class="ending" data-kind="stopped">Stopped.</p>`;
    default:
      return html`<p class="ending" data-kind=${outcome.kind === "FAILED" ? "failed" : "spent"} role="alert">${outcome.detail || "The run failed."}</p>`;
  }
}

class Copy extends Component {
  state = { copied: false };

  copy = async () => {
    await navigator.clipboard.writeText(this.props.text);
    this.setState({ copied: true });
    setTimeout(() => this.setState({ copied: false }), 1500);
  };

  render(_, { copied }) {
    return html`<button class="quiet" type="button" onClick=${this.copy}><${CopyIcon} />${copied ? "Copied" : "Copy answer"}</button>`;
  }
}

/** What can be done with a question. */
class Actions extends Component {
  state = { text: null };

  send = () => {
    this.props.actions.edit(this.props.turn.runId, this.state.text);
    this.setState({ text: null });
  };

  render({ turn: { runId, siblings, outcome }, run, actions }, { text }) {
    const place = siblings.indexOf(runId);
    return html`
      <span class="actions">
        <button class="quiet" type="button" onClick=${() => actions.again(runId)}><${AgainIcon} />Answer again</button>
        <button class="quiet" type="button" onClick=${() => this.setState({ text: run.input })}><${EditIcon} />Edit question</button>
        ${outcome !== "ANSWERED" && html`<button class="quiet" type="button" onClick=${() => actions.continueRun(runId)}>Continue</button>`}
        ${siblings.length > 1 && html`
          <button class="quiet" type="button" aria-label="Previous version" disabled=${place === 0} onClick=${() => actions.goTo(siblings[place - 1])}>‹</button>
          <span>${place + 1}/${siblings.length}</span>
          <button class="quiet" type="button" aria-label="Next version" disabled=${place === siblings.length - 1} onClick=${() => actions.goTo(siblings[place + 1])}>›</button>`}
      </span>
      ${text !== null && html`
        <div class="field"><textarea aria-label="Edited question" value=${text} onInput=${(event) => this.setState({ text: event.target.value })}></textarea>
          <button class="button primary" type="button" disabled=${!text.trim()} onClick=${this.send}>Ask</button>
          <button class="button" type="button" onClick=${() => this.setState({ text: null })}>Cancel</button></div>`}`;
  }
}

function Facts({ run }) {
  const text = (run.steps.at(-1)?.parts ?? []).filter((part) => part.kind === "text").map((part) => part.text).join("\n");
  const { promptTokens, completionTokens, cachedTokens } = run.usage;
  return html`
    <footer class="facts">
      <span>${plural(run.steps.length, "step")}</span>
      <span>${duration(run.finishedAt - run.startedAt)}</span>
      <span title="Tokens read, and how many of them were kept from before">${number(promptTokens)} tokens in${cachedTokens > 0 && `, ${number(cachedTokens)} reused`}</span>
      <span title="Tokens written">${number(completionTokens)} out</span>
      ${text && navigator.clipboard && html`<${Copy} text=${text} />`}
    </footer>`;
}

/** A citation in the answer leads to the quoted passage. */
function goToSource(event) {
  const source = event.target.closest?.("[data-cite]");
  if (!source) {
    return;
  }
  event.preventDefault();
  const passages = [...event.currentTarget.closest(".conversation").querySelectorAll(`[data-source="${CSS.escape(source.dataset.cite)}"]`)];
  const passage = passages.at(-1);
  if (passage) {
    passage.closest("details").open = true;
    passage.scrollIntoView({ block: "center" });
    passage.focus();
  }
}

/** A question and what the agent did about it. */
export function Turn({ turn, actions }) {
  const { run } = turn;
  if (run === null) {
    return html`<article class="turn" aria-busy="true"><h2 class="question" dir="auto">${turn.input}</h2></article>`;
  }
  const live = run.outcome === null;
  return html`
    <article class="turn" aria-busy=${live}>
      <h2 class="question" dir="auto"><span class="unseen">You: </span>${run.input}</h2>
      ${run.notes.map((note) => html`<p class="note" dir="auto">${note.replace(/^\[|\]$/g, "")}</p>`)}
      <ol class="steps" onClick=${goToSource}>
        ${run.steps.map((step, index) => html`<${Step} key=${step.number} step=${step} live=${live && index === run.steps.length - 1} session=${run.sessionId} runId=${live ? run.runId : null} />`)}
      </ol>
      ${live && html`<p class="activity" aria-hidden="true">${activity(run)}…</p>`}
      ${run.outcome && html`<${Ending} outcome=${run.outcome} />`}
      ${run.outcome && run.usage && html`<${Facts} run=${run} />`}
      ${turn.runId && run.outcome && html`<${Actions} turn=${turn} run=${run} actions=${actions} />`}
    </article>`;
}
