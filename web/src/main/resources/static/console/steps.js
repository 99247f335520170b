// The steps of a run: what the model thought and wrote, and the tools that it called.

import { duration } from "./format.js";
import { Markdown } from "./markdown.js";
import { memo } from "./memo.js";
import { ToolCall } from "./tool-call.js";
import { html } from "./vendor.js";
import { t } from "./words/conversation.js";

function Reasoning({ part, growing }) {
  const millis = part.endedAt - part.startedAt;
  const thought = Number.isFinite(millis) && millis > 0 ? t("thoughtFor", duration(millis)) : t("reasoning");
  return html`
    <details class="reasoning"><summary>${growing ? t("thinking") : thought}</summary>
      <div dir="auto" tabindex="0" role="group" aria-label=${t("reasoning")}>${part.text}</div></details>`;
}

function Part({ part, growing, ...call }) {
  switch (part.kind) {
    case "text":
      return html`<${Markdown} source=${part.text} live=${growing} />`;
    case "reasoning":
      return html`<${Reasoning} part=${part} growing=${growing} />`;
    case "rejected":
      return html`<p class="rejected" dir="auto">${t("rejected")} ${part.text}</p>`;
    case "call":
      return html`<${ToolCall} call=${part} ...${call} />`;
  }
}

/** @param cells how many python cells the steps before it have */
const Step = memo(({ step, live, open, session, runId, cells }) => {
  const calls = step.parts.some((part) => part.kind === "call");
  let number = cells;
  return html`
    <li class="step" data-live=${live} data-answer=${!calls}>
      <span class="mark" aria-hidden="true">${calls || live ? step.number : ""}</span>
      <div class="step-body">
        <h3 class="unseen">${t("step", step.number)}</h3>
        ${step.parts.map((part, index) => html`
          <${Part} key=${part.id ?? index} part=${part} growing=${live && index === step.parts.length - 1 && step.writtenAt === null}
            session=${session} runId=${runId} live=${open} number=${isCell(part) ? ++number : 0} />`)}
        ${step.parts.length === 0 && live && html`<span class="typing" aria-hidden="true"><i></i><i></i><i></i></span>`}
      </div>
    </li>`;
});

const isCell = (part) => part.kind === "call" && part.name === "python";

/** @param live whether the run goes on */
export function Steps({ run, live }) {
  let cells = 0;
  return html`
    <ol class="steps">
      ${run.steps.map((step, index) => {
        const before = cells;
        cells += step.parts.filter(isCell).length;
        return html`<${Step} key=${step.number} step=${step} live=${live && index === run.steps.length - 1} open=${live}
          session=${run.sessionId} runId=${run.runId} cells=${before} />`;
      })}
    </ol>`;
}
