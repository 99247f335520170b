// What a conversation shows: the runs of one branch, with what could stand at their places.
//
// turn {runId, input, outcome, startedAt, siblings, run}
//   runId     null for what was said before the session's first run, and for a question that is on its way
//   outcome   how the run ended, such as "ANSWERED"; null while it goes on
//   siblings  the ids of the runs with the same parent, with its own, oldest first
//   run       what run-state.js makes of its events; null before they are loaded

import { newRun } from "./run-state.js";

const SAID = { kind: "ANSWERED", detail: "" };

/**
 * @param runs the run-states that are known, by id
 * @param leaf the last run of the branch, or null for none
 */
export function turnsTo(tree, runs, leaf) {
  const turns = tree.branch(leaf).map((runId) => {
    const { input, outcome, startedAt } = tree.get(runId);
    return { runId, input, outcome, startedAt, siblings: tree.siblingsOf(runId), run: runs.get(runId) ?? null };
  });
  return [...before(turns[0]?.run), ...turns];
}

/** What a caller of the API told of the conversation before its first run here. */
const before = (run) => (run?.history ?? []).map((said) => ({
  runId: null, input: said.input, outcome: SAID.kind, startedAt: null, siblings: [], run: { ...said, outcome: SAID },
}));

/** A question that is on its way to the server. */
export const starting = (input) => ({
  runId: null, input, outcome: null, startedAt: null, siblings: [], run: newRun(null, input),
});
