// What the page shows of a run, computed from the run's events and from nothing else.
//
// run  {runId, input, notes, after, history, steps, lastSeq, startedAt, finishedAt, agent, model, budget, sessionId, outcome, usage}
// step {number, parts, usage, startedAt, writtenAt}
// part {kind: "text" | "rejected", text}
//    | {kind: "reasoning", text, startedAt, endedAt}
//    | {kind: "call", id, name, arguments, state, result, millis, asked, askedAt, waited, expiresAt, spent}
// Times are milliseconds since 1970, null before they are known. A step is written when its usage is reported.
// A call's state: writing, queued, asking, running, done, failed, stopped; `asked` is why a person is asked, `expiresAt` until when the
// run waits, `waited` for how many milliseconds it did, `spent` what the runs within the call spent.

import { t } from "./words/run.js";

/** A run before its first event. `notes` is what the application added to the input, `after` the run that it goes on from, `history` is null until the run tells what was said before it. */
export function newRun(runId, input) {
  return {
    runId, input, notes: [], after: null, history: null, steps: [], lastSeq: -1, startedAt: null, finishedAt: null, agent: "", model: "", budget: null,
    sessionId: null, outcome: null, usage: null,
  };
}

/** The run after one more event; events that were seen already and kinds that are not known change nothing. */
export function apply(run, entry) {
  if (entry.seq <= run.lastSeq) {
    return run;
  }
  return { ...change(run, entry), lastSeq: entry.seq };
}

function change(run, entry) {
  switch (entry.type) {
    case "RunStarted":
      return {
        ...run,
        ...split(entry.messages, entry.sessionId),
        sessionId: entry.sessionId,
        after: entry.after ?? null,
        agent: entry.agent,
        model: entry.model,
        budget: entry.budget ?? null,
        startedAt: Date.parse(entry.at),
      };
    case "StepStarted":
      // A step whose turn was not complete when its process ended begins again.
      return {
        ...run,
        steps: [...run.steps.filter((step) => step.number !== entry.step), newStep(entry.step, Date.parse(entry.at))],
      };
    case "TextDelta":
      return inStep(run, entry.step, (step) => addText(step, { kind: "text", text: entry.text }));
    case "ReasoningDelta":
      return inStep(run, entry.step, (step) => addText(step, thought(entry.text, Date.parse(entry.at))));
    case "ToolCallStarted":
      return inStep(run, entry.step, (step) => ({ ...step, parts: [...step.parts, newCall(entry.callId, entry.name)] }));
    case "ToolCallArguments":
      return inCall(run, entry, (call) => ({ ...call, arguments: call.arguments + entry.piece }));
    case "UsageReported":
      return inStep(run, entry.step, (step) => ({
        ...step,
        usage: entry.usage,
        writtenAt: Date.parse(entry.at),
        parts: step.parts.map((part) => (part.state === "writing" ? { ...part, state: "queued" } : part)),
      }));
    case "ApprovalRequested":
      return inCall(run, entry, (call) => ({
        ...call, state: "asking", asked: entry.reason, askedAt: Date.parse(entry.at), expiresAt: Date.parse(entry.expiresAt), arguments: entry.arguments,
      }));
    case "ApprovalGiven":
      return inCall(run, entry, (call) => ({ ...call, state: "queued", waited: call.waited + Math.max(0, Date.parse(entry.at) - call.askedAt) }));
    case "ToolCallExecuting":
      return inCall(run, entry, (call) => ({ ...call, state: "running", arguments: entry.arguments }));
    case "ToolCallFinished":
      return inCall(run, entry, (call) => ({ ...finished(call, entry.result, entry.millis), spent: entry.spent ?? null }));
    case "AnswerRejected":
      return inStep(run, entry.step, (step) => addText(step, { kind: "rejected", text: entry.problem }));
    case "RunFinished":
      return {
        ...run,
        outcome: entry.outcome,
        usage: entry.usage,
        finishedAt: Date.parse(entry.at),
        steps: run.steps.map((step) => ({
          ...step,
          parts: step.parts.map((part) => (part.kind === "call" && !part.result ? { ...part, state: "stopped" } : part)),
        })),
      };
    default:
      return run;
  }
}

/** A run whose record stops before its end. */
export const cutOff = (run) => change(run, {
  type: "RunFinished",
  outcome: { kind: "FAILED", detail: t("cutOff") },
  usage: null,
  at: null,
});

const newStep = (number, startedAt) => ({ number, parts: [], usage: null, startedAt, writtenAt: null });

const newCall = (id, name) => ({
  kind: "call", id, name, arguments: "", state: "writing", result: null, millis: null, asked: "", askedAt: null, waited: 0, expiresAt: null, spent: null,
});

const thought = (text, at) => ({ kind: "reasoning", text, startedAt: at, endedAt: at });

const finished = (call, result, millis) => ({
  ...call, result, millis, state: result.type === "Failed" ? "failed" : "done",
});

function inStep(run, number, edit) {
  return { ...run, steps: run.steps.map((step) => (step.number === number ? edit(step) : step)) };
}

function inCall(run, entry, edit) {
  return inStep(run, entry.step, (step) => ({
    ...step,
    parts: step.parts.map((part) => (part.kind === "call" && part.id === entry.callId ? edit(part) : part)),
  }));
}

function addText(step, part) {
  const last = step.parts.at(-1);
  const parts = last?.kind === part.kind
    ? [...step.parts.slice(0, -1), { ...last, ...part, text: last.text + part.text, ...(last.startedAt && { startedAt: last.startedAt }) }]
    : [...step.parts, part];
  return { ...step, parts };
}

/** The text of content parts; images are given by `imagesOf`. */
export const textOf = (parts) => parts.filter((part) => part.type === "Text").map((part) => part.text).join("\n");

export const imagesOf = (parts) => parts.filter((part) => part.type === "Image").map((part) => part.uri);

/** A conversation's messages as the runs before the last question, and that question. */
function split(messages, sessionId) {
  const history = [];
  for (const message of messages) {
    const run = history.at(-1);
    switch (message.role) {
      case "User":
        history.push({ ...newRun(null, ""), ...said(message.content), sessionId });
        break;
      case "Assistant":
        run?.steps.push({
          ...newStep(run.steps.length + 1, null),
          parts: [
            ...(message.text ? [{ kind: "text", text: message.text }] : []),
            ...message.calls.map((call) => ({ ...newCall(call.id, call.name), arguments: call.arguments, state: "stopped" })),
          ],
        });
        break;
      case "Observation":
        for (const step of run?.steps ?? []) {
          step.parts = step.parts.map((part) => (part.kind === "call" && part.id === message.callId && !part.result
            ? finished(part, { type: "Ok", passages: message.passages, trust: message.trust }, null)
            : part));
        }
        break;
    }
  }
  const { input, notes } = history.pop() ?? { input: "", notes: [] };
  return { input, notes, history };
}

/** The first text is the user's; what follows was added, such as which files are attached. */
function said(content) {
  const [input = "", ...notes] = content.filter((part) => part.type === "Text").map((part) => part.text);
  return { input, notes };
}

/** Whether nothing has come of the step that goes on: the model reads, or has no slot for it yet. */
export const isSilent = (run) => run.steps.at(-1)?.parts.length === 0;

/** One line on what a run is doing now. */
export function activity(run) {
  const step = run.steps.at(-1);
  if (!step) {
    return run.lastSeq < 0 ? t("starting") : t("waitsForModel");
  }
  const call = step.parts.find((part) => part.state === "running" || part.state === "asking")
    ?? step.parts.findLast((part) => part.kind === "call");
  const what = !step.parts.length ? t("readsConversation")
    : !call ? (step.parts.at(-1).kind === "reasoning" ? t("thinks") : t("writes"))
      : call.state === "writing" ? t("writesCall", call.name)
        : call.state === "asking" ? t("waitsForApproval", call.name)
          : call.state === "running" ? t("runs", call.name)
            : t("readsResult");
  return t("doing", step.number, what);
}
