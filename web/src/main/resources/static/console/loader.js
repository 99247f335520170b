// Fetches runs that are over, a few at a time.

import * as api from "./api-control.js";
import { apply, cutOff, newRun } from "./run-state.js";

const AT_A_TIME = 4;

export class Loader {
  #asked = new Set();
  #waiting = [];
  #busy = 0;
  #on;

  /** @param on {loaded(run), failed(runId, error)} */
  constructor(on) {
    this.#on = on;
  }

  /** Fetches the runs that were not asked for yet. Those that are asked for last come first, since they are looked at now. */
  load(runIds) {
    const unknown = runIds.filter((runId) => !this.#asked.has(runId));
    unknown.forEach((runId) => this.#asked.add(runId));
    this.#waiting.unshift(...unknown);
    this.#next();
  }

  /** What comes from now on is another session's. */
  clear() {
    this.#asked = new Set();
    this.#waiting = [];
  }

  #next() {
    while (this.#busy < AT_A_TIME && this.#waiting.length > 0) {
      this.#fetch(this.#waiting.shift());
    }
  }

  async #fetch(runId) {
    const asked = this.#asked;
    this.#busy++;
    try {
      const entries = await api.entries(runId);
      if (asked === this.#asked) {
        const run = entries.reduce(apply, newRun(runId, ""));
        this.#on.loaded(run.outcome ? run : cutOff(run));
      }
    } catch (error) {
      if (asked === this.#asked) {
        asked.delete(runId);
        this.#on.failed(runId, error);
      }
    } finally {
      this.#busy--;
      this.#next();
    }
  }
}
