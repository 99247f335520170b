// The page of recorded runs: a list with filters and charts, and a reader of one run.

import { Reader } from "./trajectories-reader.js";
import { Runs } from "./trajectories-runs.js";
import { styles } from "./styles.js";
import { html } from "./vendor.js";

await Promise.all([styles("conversation"), styles("trajectories")]);

/** The list that was looked at last, to come back to. */
let list = new URLSearchParams();

export function Page({ path: [runId], query }) {
  if (runId) {
    return html`<${Reader} key=${runId} runId=${runId} list=${list} />`;
  }
  list = query;
  return html`<${Runs} query=${query} />`;
}
