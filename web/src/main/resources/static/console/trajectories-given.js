import { number } from "./format.js";
import { html } from "./vendor.js";
import { t } from "./words/trajectories-reader.js";

/** A message of the record: text, or parts of which images are named. */
function said(message) {
  return typeof message === "string" ? message
    : (message ?? []).map((part) => (part.type === "text" ? part.text : part.source?.path ?? "")).join("\n");
}

const lines = (step) => [
  said(step.message),
  ...(step.tool_calls ?? []).map((call) => `${call.function_name} ${JSON.stringify(call.arguments)}`),
  ...(step.observation?.results ?? []).map((result) => said(result.content)),
].filter(Boolean).join("\n");

/** What the model saw before its first step: instructions, what was said before, the question, the tools. */
export function Given({ record }) {
  const steps = record.steps.filter((step) => !step.llm_call_count);
  return html`
    <details class="given card">
      <summary>${t("seen", number(steps.length))}</summary>
      <p>${t("seenTools", (record.extra?.tools ?? []).map((tool) => tool.name).join(", "))}</p>
      ${steps.map((step) => html`
        <div key=${step.step_id} class="given-message"><strong>${t("role", step.source)}</strong><div dir="auto">${lines(step)}</div></div>`)}
    </details>`;
}
