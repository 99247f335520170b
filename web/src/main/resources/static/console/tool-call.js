// One call of a tool: what it was given as that is written, how it stands, and what came back.

import { BrowserStep } from "./browser-step.js";
import { FunctionCall } from "./function-call.js";
import { ImageCall } from "./image-call.js";
import { memo } from "./memo.js";
import { PythonCell } from "./python-cell.js";
import { html } from "./vendor.js";

const builtIns = { python: PythonCell, simple_browser: BrowserStep, cogview: ImageCall };

/**
 * @param session id of the session whose files the call may show
 * @param runId of the run that made the call
 * @param live whether that run goes on
 * @param number of a python cell in its answer, from 1
 */
export const ToolCall = memo(({ call, session, runId, live, number }) => {
  const kind = Object.hasOwn(builtIns, call.name) ? builtIns[call.name] : null;
  return kind
    ? html`<${kind} call=${call} session=${session} runId=${live ? runId : null} number=${number} />`
    : html`<${FunctionCall} call=${call} session=${session} runId=${runId} live=${live} />`;
});
