// The conversation on the page: what is shown, and what the user can do with it.

import * as api from "./api.js";
import { apply, cutOff, newRun } from "./run-state.js";

const AGAIN_TEMPERATURE = 0.8;
const NOTHING_BEGUN = { attached: [], editing: null };

/**
 * state {
 *   info      what the server runs, or null before it is known
 *   recent    recorded runs, newest first
 *   sessionId the conversation that the next question belongs to, or null for a new one
 *   runs      the runs that were started or opened here, oldest first
 *   connection "open" | "lost"
 *   problem   one line on what went wrong last, or ""
 *   attached  names of the files that the next question tells of
 *   editing   the question that is written anew, or null
 *   settings  {tools: names or null for all, temperature: "" or a number's text, seed: likewise}
 * }
 */
export class Session {
  state = {
    info: null, recent: [], sessionId: null, runs: [], connection: "open", problem: "",
    attached: [], editing: null, settings: { tools: null, temperature: "", seed: "" },
  };

  #changed;
  #unfollow = () => {};

  /** @param changed is called with each new state */
  constructor(changed) {
    this.#changed = changed;
  }

  get current() {
    return this.state.runs.at(-1) ?? null;
  }

  get busy() {
    return this.current !== null && this.current.outcome === null;
  }

  async load() {
    await this.#trying(async () => this.#set({ info: await api.info() }));
    await this.refresh();
  }

  async refresh() {
    await this.#trying(async () => this.#set({ recent: await api.runs() }));
  }

  /**
   * Starts a run after the one that is shown, or in place of the question that is edited; resolves to whether the server
   * took it.
   */
  async ask(input) {
    const { runs, sessionId, editing } = this.state;
    const { tools, temperature, seed } = this.state.settings;
    const after = editing ? editing.after : this.current?.runId;
    const before = editing ? runs.slice(0, -1) : runs;
    return this.#start(input, before, () => api.start({
      input,
      ...(sessionId && { sessionId }),
      ...(sessionId && after !== undefined && { after }),
      ...(tools && { tools }),
      ...(temperature !== "" && { temperature: Number(temperature) }),
      ...(seed !== "" && { seed: Number(seed) }),
    }));
  }

  /** Another answer to the last question; resolves to whether the server took it. */
  async again() {
    const { runId, input } = this.current;
    const { temperature } = this.state.settings;
    // At temperature 0 the answer would be the same.
    return this.#start(input, this.state.runs.slice(0, -1), () => api.regenerate(runId, {
      temperature: temperature === "" ? AGAIN_TEMPERATURE : Number(temperature),
    }));
  }

  async #start(input, before, start) {
    const { runs, editing } = this.state;
    this.#set({ runs: [...before, newRun(null, input)], editing: null, problem: "" });
    const started = await this.#trying(start);
    if (!started) {
      this.#set({ runs, editing });
      return false;
    }
    this.#set({ sessionId: started.sessionId, runs: [...before, newRun(started.runId, input)], attached: [] });
    this.#follow(started.runId);
    this.refresh();
    return true;
  }

  /** The last question is written anew; null leaves it as it was. */
  edit(run) {
    this.#set({ editing: run });
  }

  /** Puts files into the session's folder, which is made where there is none. */
  async attach(files) {
    await this.#trying(async () => {
      if (!this.state.sessionId) {
        this.#set({ sessionId: (await api.newSession()).sessionId });
      }
      for (const file of files) {
        const { name } = await api.attach(this.state.sessionId, file);
        this.#set({ attached: [...this.state.attached, name] });
      }
    });
  }

  async stop() {
    if (this.current?.runId) {
      await this.#trying(() => api.cancel(this.current.runId));
    }
  }

  /** Shows what the steps of an address name: nothing but a new conversation, or a run. */
  goTo([kind, id]) {
    if (kind === "run" && id) {
      this.open(id);
    } else {
      this.clear();
    }
  }

  /** Shows a recorded run and what was said before it. */
  open(runId) {
    if (runId === this.current?.runId) {
      return;
    }
    const known = this.state.recent.find((run) => run.id === runId);
    this.#set({ runs: [newRun(runId, known?.input ?? "")], sessionId: known?.sessionId ?? null, problem: "", ...NOTHING_BEGUN });
    this.#follow(runId);
  }

  /** An empty conversation; a run that is going on continues on the server. */
  clear() {
    this.#unfollow();
    this.#set({ runs: [], sessionId: null, connection: "open", problem: "", ...NOTHING_BEGUN });
  }

  choose(settings) {
    this.#set({ settings: { ...this.state.settings, ...settings } });
  }

  dismiss() {
    this.#set({ problem: "" });
  }

  #follow(runId) {
    this.#unfollow();
    this.#set({ connection: "open" });
    this.#unfollow = api.follow(runId, {
      entry: (entry) => {
        const run = apply(this.current, entry);
        this.#set({ runs: [...this.state.runs.slice(0, -1), run], sessionId: run.sessionId ?? this.state.sessionId });
        if (run.outcome) {
          this.refresh();
        }
      },
      connection: (connection) => {
        if (connection === "over" && this.current.lastSeq < 0) {
          this.#set({ runs: this.state.runs.slice(0, -1), problem: `The server does not know the run ${runId}.` });
        } else if (connection === "over") {
          this.#set({ runs: [...this.state.runs.slice(0, -1), cutOff(this.current)], connection: "open" });
        } else {
          this.#set({ connection });
        }
      },
    });
  }

  async #trying(action) {
    try {
      return await action();
    } catch (error) {
      this.#set({ problem: error.message });
      return undefined;
    }
  }

  #set(change) {
    this.state = { ...this.state, ...change };
    this.#changed(this.state);
  }
}
