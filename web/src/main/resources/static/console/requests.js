// What the conversation asks the server for, as it is chosen.

import * as api from "./api.js";
import { order, sampling } from "./settings.js";

/** At temperature 0 another answer would be the same. */
const AGAIN_TEMPERATURE = 0.8;

/** @param place {sessionId, after} of a session that exists */
export const ask = (input, place, settings) => api.start({ input, ...place, ...order(settings) });

/** The question of a run again, with a seed of its own; but for the model and the numbers that are set, as it was. */
export const again = (runId, settings) =>
  api.regenerate(runId, { temperature: AGAIN_TEMPERATURE, ...sampling({ ...settings, seed: "" }) });

/** Another question in place of a run's; but for the model and the numbers that are set, as that was. */
export const edit = (runId, input, settings) => api.regenerate(runId, { input, ...sampling(settings) });
