// What a run has spent of its budget, by its events.

const DURATION = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/;

/** An ISO 8601 duration, or a number of seconds, in milliseconds; null for what is neither. */
function millisOf(duration) {
  if (typeof duration === "number") {
    return duration * 1000;
  }
  const found = DURATION.exec(duration ?? "");
  return found && (Number(found[1] ?? 0) * 3600 + Number(found[2] ?? 0) * 60 + Number(found[3] ?? 0)) * 1000;
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
const made = ["running", "done", "failed"];

/**
 * What counts against the budget: the runs within calls count, the time in which a person was waited for doesn't. Tokens
 * are those that the model reported, so a step that is being written has none yet.
 *
 * @param now milliseconds since 1970, for a run that goes on
 * @returns {{name: string, used: number, limit: number}[]} "steps", "toolCalls", "tokens" and "millis"
 */
export function spentOf(run, now) {
  const calls = run.steps.flatMap((step) => step.parts).filter((part) => part.kind === "call");
  const usages = [...run.steps.map((step) => step.usage), ...calls.map((call) => call.spent?.usage)].filter(Boolean);
  const waited = sum(calls.map((call) => call.waited + (call.state === "asking" ? Math.max(0, now - call.askedAt) : 0)));
  const limits = run.budget ?? {};
  return [
    { name: "steps", used: run.steps.length, limit: limits.steps },
    { name: "toolCalls", used: calls.filter((call) => made.includes(call.state)).length + sum(calls.map((call) => call.spent?.toolCalls ?? 0)), limit: limits.toolCalls },
    { name: "tokens", used: sum(usages.map((usage) => usage.promptTokens + usage.completionTokens)), limit: limits.tokens },
    { name: "millis", used: Math.max(0, (run.finishedAt || now) - run.startedAt - waited), limit: millisOf(limits.wallTime) },
  ];
}

/** Tokens per second over the steps that are written, the reading of their prompts included; null before there are any. */
export function rateOf(run) {
  const written = run.steps.filter((step) => step.usage && step.writtenAt > step.startedAt);
  const seconds = sum(written.map((step) => step.writtenAt - step.startedAt)) / 1000;
  return seconds > 0 ? sum(written.map((step) => step.usage.completionTokens)) / seconds : null;
}
