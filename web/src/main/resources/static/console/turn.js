// A question and what the agent did about it.

import { Facts, LiveFacts } from "./facts.js";
import { memo } from "./memo.js";
import { Steps } from "./steps.js";
import { TurnActions } from "./turn-actions.js";
import { html } from "./vendor.js";
import { t } from "./words/conversation.js";

/** How a run ended where that is not an answer. */
function Ending({ outcome }) {
  switch (outcome.kind) {
    case "ANSWERED":
      return null;
    case "CANCELLED":
      return html`<p class="ending" data-kind="stopped">${t("stopped")}</p>`;
    default:
      return html`<p class="ending" data-kind=${outcome.kind === "FAILED" ? "failed" : "spent"} role="alert" dir="auto">${outcome.detail || t("failed")}</p>`;
  }
}

const Question = ({ id, text }) => html`<h2 class="question" id=${id} dir="auto"><span class="unseen">${t("you")} </span>${text}</h2>`;

const sameTurn = (a, b) => a.run === b.run && a.runId === b.runId && a.input === b.input && a.outcome === b.outcome
  && a.siblings.length === b.siblings.length && a.siblings.every((sibling, index) => sibling === b.siblings[index]);

/**
 * @param turn {runId, input, outcome, startedAt, siblings, run}; run is null before it is loaded
 * @param titleId of the question's element
 */
export const Turn = memo(({ turn, actions, titleId }) => {
  const { run, siblings } = turn;
  if (run === null) {
    return html`<${Question} id=${titleId} text=${turn.input} /><p class="turn-loading">${t("loading")}</p>`;
  }
  const live = run.outcome === null;
  return html`
    <${Question} id=${titleId} text=${run.input || turn.input} />
    ${run.notes.map((note) => html`<p class="note" dir="auto">${note.replace(/^\[|\]$/g, "")}</p>`)}
    <${Steps} run=${run} live=${live} />
    ${live && html`<${LiveFacts} run=${run} />`}
    ${run.outcome && html`<${Ending} outcome=${run.outcome} />`}
    ${run.outcome && run.usage && html`<${Facts} run=${run} />`}
    ${run.outcome && turn.runId && siblings.length > 0 && html`<${TurnActions} turn=${turn} actions=${actions} />`}`;
}, { turn: sameTurn });
