// Recorded runs as data: what the server knows of them and what people think of them.
//
// filter: {task, tool, outcome, rewardMin, rewardMax, rated, inclusion, stepsMin, stepsMax, tokensMin, tokensMax, from,
//          to, model, text} as in the page's address, where days are the reader's own

import { call, send } from "./api.js";

const ROOT = "api/trajectories";

const day = (text, plus) => {
  const [year, month, date] = text.split("-").map(Number);
  return new Date(year, month - 1, date + plus).toISOString();
};

/** A filter and other parameters as the server reads them. */
function parameters(filter, others = {}) {
  const given = new URLSearchParams(filter);
  for (const [name, plus] of [["from", 0], ["to", 1]]) {
    if (given.get(name)) {
      given.set(name, day(given.get(name), plus));
    }
  }
  Object.entries(others).forEach(([name, value]) => value && given.set(name, value));
  return given;
}

const of = (runId, rest = "") => `${ROOT}/${encodeURIComponent(runId)}${rest}`;

/** @returns {Promise<{trajectories: object[], next: ?string, total: ?number}>} `total` on the first page */
export const list = (filter, others) => call(`${ROOT}?${parameters(filter, others)}`);

export const stats = (filter) => call(`${ROOT}/stats?${parameters(filter)}`);

export const trajectory = (runId) => call(of(runId));

/** @returns {Promise<object>} the run's rating, with those of its steps in `steps` by their numbers */
export const rating = (runId) => call(of(runId, "/rating"));

/** A rating takes the place of the one before. It is sent even where the page is being left. */
const put = (path, rating) => send(path, {
  method: "PUT",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(rating),
  keepalive: true,
});

export const rate = (runId, rating) => put(of(runId, "/rating"), rating);

export const rateStep = (runId, step, rating) => put(of(runId, `/steps/${step}/rating`), rating);

/** @returns {Promise<{changed: number}>} */
export const includeRuns = (runs, included) => call(`${ROOT}/inclusion`, { included, runs });

/** All that the filter finds. */
export const includeAll = (filter, included) => call(`${ROOT}/inclusion?${parameters(filter)}`, { included, all: true });

/** @returns {Promise<{name: string, description: string, losses: {id: string, effect: string}[]}[]>} */
export const formats = async () => (await call(`${ROOT}/formats`)).formats;

/** @returns {Promise<{refused: boolean, rows: object[], losses: {id: string, step: number, message: string}[]}>} */
export const preview = (runId, format, allow) => call(of(runId, `/preview?${parameters({}, { format, allow: allow.join() })}`));

/** @returns {Promise<{trajectories: number, written: number, rows: number, refused: number, refusedFor: object[]}>} */
export const report = (filter, format, allow) =>
  call(`${ROOT}/export/report?${parameters(filter, { format, allow: allow.join() })}`);

/** Where the export is downloaded from. */
export const exportAddress = (filter, format, allow) =>
  `${ROOT}/export?${parameters(filter, { format, allow: allow.join() })}`;

/** @returns {Promise<object>} the run's canonical record */
export const record = (runId) => call(`api/runs/${encodeURIComponent(runId)}/atif`);
