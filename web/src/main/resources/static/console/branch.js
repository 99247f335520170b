// The runs of the session that is shown, as far as they are known, and the branch of them that is looked at.

import { follow } from "./follow.js";
import { Loader } from "./loader.js";
import { apply, cutOff, newRun } from "./run-state.js";
import { Tree } from "./tree.js";
import { starting, turnsTo } from "./turns.js";
import { t } from "./words/session.js";

const LOADED_AT_ONCE = 4;
const BACK_MILLIS = 4000;

export const NO_BRANCH = { turns: [], focus: null, live: null, stopping: false, connection: "open" };

export class Branch {
  #on;
  #loader;
  #tree = new Tree();
  #runs = new Map();
  #leaf = null;
  #live = null;
  #connection = "open";
  #unfollow = () => {};
  #turns = [];
  #back = 0;

  /**
   * @param on {changed(what is new of NO_BRANCH's fields), ended(), last(run), problem(text)}; ended is called when the
   *     run ends that went on, last when the last run of what was opened is known
   */
  constructor(on) {
    this.#on = on;
    this.#loader = new Loader({
      loaded: (run) => this.#put(run),
      failed: (_, error) => on.problem(error.message),
    });
  }

  /** The last run of what is shown, which the next question goes on from; null for none. */
  get leaf() {
    return this.#leaf;
  }

  /** The run that goes on, on whatever branch; null for none. */
  get live() {
    return this.#live;
  }

  has = (runId) => this.#tree.get(runId) !== null;

  /** A run as far as it is known; null for nothing. */
  run = (runId) => this.#runs.get(runId) ?? null;

  /** What a run goes on from; null for nothing. */
  parentOf = (runId) => this.#tree.get(runId).parentId;

  /**
   * Another session, or the same one as it is now.
   *
   * @param runs of the session, oldest first
   */
  open(runs) {
    this.#leave();
    this.#tree = new Tree(runs);
    const { open, newest } = this.#tree;
    // Of those whose end is not recorded one at most goes on; it may be that another server is about to take it up.
    const live = open.find((runId) => this.#tree.get(runId).live) ?? open.find((runId) => runId === newest);
    if (live) {
      this.#follow(live);
    }
  }

  /** The same session has runs that this page has not started. */
  catchUp(runs) {
    const known = this.#runs;
    const leaf = this.#leaf;
    this.open(runs);
    this.#runs = known;
    this.turnTo(leaf);
  }

  clear() {
    this.open([]);
    this.#show(null, null);
  }

  #leave() {
    clearTimeout(this.#back);
    this.#unfollow();
    this.#loader.clear();
    this.#runs = new Map();
    this.#leaf = null;
    this.#live = null;
    this.#connection = "open";
    this.#on.changed({ ...NO_BRANCH });
  }

  /** Shows the newest branch through a run, at it. */
  through(runId) {
    this.#show(this.#tree.leafBelow(runId), runId);
  }

  /** Shows the branch that ends with a run; with the newest for undefined. */
  turnTo(leaf = this.#tree.newest) {
    this.#show(leaf, null);
  }

  #show(leaf, focus) {
    this.#leaf = leaf;
    this.#turns = turnsTo(this.#tree, this.#runs, leaf);
    this.#on.changed({ turns: this.#turns, focus });
    // So that something is there at once: what else comes into view is asked for then.
    const place = focus === null ? this.#turns.length : this.#turns.findIndex((turn) => turn.runId === focus) + 1;
    this.load(this.#turns.slice(Math.max(0, place - LOADED_AT_ONCE), place).map((turn) => turn.runId));
  }

  /** Fetches runs that come into view. */
  load = (runIds) => this.#loader.load(runIds.filter((runId) => runId !== null && runId !== this.#live && !this.#runs.has(runId)));

  /** A question is on its way, in place of all that is behind a run; of null of all. */
  begin(parentId, input) {
    this.#on.changed({ turns: [...turnsTo(this.#tree, this.#runs, parentId), starting(input)], focus: null });
  }

  /** The question was not taken. */
  revert() {
    this.#on.changed({ turns: this.#turns });
  }

  /** The question was taken. */
  started(runId, parentId, input) {
    this.#tree.add({ id: runId, parentId, input, startedAt: new Date().toISOString(), outcome: null, live: true });
    this.#runs.set(runId, newRun(runId, input));
    this.#follow(runId);
    this.#show(runId, null);
  }

  #follow(runId) {
    this.#unfollow();
    this.#live = runId;
    this.#on.changed({ live: runId, stopping: false });
    this.#unfollow = follow(runId, this.run(runId)?.lastSeq ?? -1, {
      entry: (entry) => this.#put(apply(this.run(runId) ?? newRun(runId, this.#tree.get(runId).input), entry)),
      connection: (state) => this.#connected(state),
      over: (status) => this.#broken(runId, status),
    });
  }

  /** A run is known better than before. */
  #put(run) {
    const first = !this.#runs.has(run.runId);
    this.#runs.set(run.runId, run);
    if (run.outcome !== null) {
      this.#tree.add({ ...this.#tree.get(run.runId), outcome: run.outcome.kind, live: false });
    }
    const place = this.#turns.findLastIndex((turn) => turn.runId === run.runId);
    if (place >= 0) {
      this.#turns = first && run.history?.length > 0
        ? turnsTo(this.#tree, this.#runs, this.#leaf)
        : this.#turns.with(place, { ...this.#turns[place], run, outcome: run.outcome?.kind ?? null });
      this.#on.changed({ turns: this.#turns });
    }
    if (run.outcome !== null && run.runId === this.#live) {
      this.#live = null;
      this.#on.changed({ live: null, stopping: false });
      this.#on.ended();
    }
    if (first && run.runId === this.#leaf) {
      this.#on.last(run);
    }
  }

  /** The connection to the run that goes on; that it is back is told for a moment. */
  #connected(state) {
    const now = state === "open" && this.#connection === "lost" ? "back" : state;
    if (now === this.#connection || (now === "open" && this.#connection === "back")) {
      return;
    }
    this.#connection = now;
    this.#on.changed({ connection: now });
    clearTimeout(this.#back);
    if (now === "back") {
      this.#back = setTimeout(() => {
        this.#connection = "open";
        this.#on.changed({ connection: "open" });
      }, BACK_MILLIS);
    }
  }

  /** The server has no more of a run that has not ended. */
  #broken(runId, status) {
    if (status !== 204) {
      this.#on.problem(t("unknownRun", runId));
    }
    this.#put(cutOff(this.run(runId) ?? newRun(runId, this.#tree.get(runId).input)));
  }
}
