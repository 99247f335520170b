// Citations: where in a conversation the passage stands that 【7†source】 quotes.

/** Whether a run's tools found the passage of this number. */
const quotes = (run, number) => run.steps.some((step) => step.parts.some((part) =>
  part.kind === "call" && part.result?.passages?.some((passage) => /\[(\d+)†/.exec(passage.metadata ?? "")?.[1] === number)));

/**
 * The nearest turn at `from` or before it that found the passage.
 *
 * @returns {{index: number}} -1 where there is none, and {missing: ids} where runs must be loaded to know
 */
export function findPassage(turns, number, from) {
  for (let index = from; index >= 0; index--) {
    const { run, runId } = turns[index];
    if (run === null && runId) {
      return { missing: turns.slice(Math.max(0, index - 19), index + 1).filter((turn) => turn.run === null).map((turn) => turn.runId) };
    }
    if (run && quotes(run, number)) {
      return { index };
    }
  }
  return { index: -1 };
}

/** Scrolls to the passage within a turn's element and marks it by the focus. */
export function showPassage(turn, number) {
  const passage = [...turn.querySelectorAll(`[data-source="${CSS.escape(number)}"]`)].at(-1);
  if (!passage) {
    return false;
  }
  for (let around = passage.closest("details"); around; around = around.parentElement.closest("details")) {
    around.open = true;
  }
  passage.scrollIntoView({ block: "center" });
  passage.focus({ preventScroll: true });
  return true;
}
