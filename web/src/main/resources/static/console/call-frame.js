// What all calls of tools have in common: who is called, how it stands, and a place for the result.

import { Approval } from "./approval.js";
import { duration } from "./format.js";
import { ChevronIcon } from "./icons.js";
import { Long } from "./long.js";
import { html } from "./vendor.js";
import { t } from "./words/conversation.js";

const states = {
  writing: "stateWriting", queued: "stateQueued", asking: "stateAsking", running: "stateRunning", done: "stateDone", failed: "stateFailed",
  stopped: "stateStopped",
};

/**
 * @param brief what the call is about, in a few words
 * @param label names the arguments
 * @param runId of a run that may ask for an approval; null otherwise
 */
export function CallFrame({ call, icon, brief, label, runId, children }) {
  const state = t(states[call.state]);
  return html`
    <details class="call" open data-state=${call.state} data-tool=${call.name}>
      <summary>
        <${icon} />
        <span class="call-name">${call.name}</span>
        ${brief && html`<span class="call-brief" dir="auto">${brief}</span>`}
        <span class="call-state">${call.millis === null ? state : t("stateAfter", state, duration(call.millis))}</span>
        <${ChevronIcon} />
      </summary>
      ${children}
      ${call.state === "asking" && runId && html`<${Approval} key=${call.id} call=${call} runId=${runId} label=${label} />`}
    </details>`;
}

export const Failed = ({ result }) => html`
  <div class="code output failed"><div class="label">${t("error")} <code class="metadata">${result.kind}</code></div>
    <${Long} text=${result.message} show=${(text) => html`<pre tabindex="0" aria-label=${t("error")} dir="auto">${text}</pre>`} /></div>`;

/** Says that a text is somebody else's. */
export const Outside = () => html`<span class="outside" title=${t("outsideHint")}>${t("outside")}</span>`;
