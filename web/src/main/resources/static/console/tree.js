// A session's runs as the tree that they are: each goes on from another one, and there may be several after the same.
//
// A run here is what GET /api/sessions/ID says of it: {id, parentId, input, startedAt, outcome, live, …}

export class Tree {
  #runs = new Map();
  #children = new Map();

  /** @param runs oldest first */
  constructor(runs = []) {
    runs.forEach((run) => this.add(run));
  }

  get size() {
    return this.#runs.size;
  }

  get(runId) {
    return this.#runs.get(runId) ?? null;
  }

  /** A run that is newer than all others, or what is known anew of one. */
  add(run) {
    const parentId = run.parentId ?? null;
    if (!this.#runs.has(run.id)) {
      this.#children.set(parentId, [...this.childrenOf(parentId), run.id]);
    }
    this.#runs.set(run.id, { ...run, parentId });
  }

  /** The ids of the runs that go on from this one, oldest first; of null the session's first ones. */
  childrenOf(runId) {
    return this.#children.get(runId) ?? [];
  }

  /** What could stand at a run's place, with itself. */
  siblingsOf(runId) {
    return this.childrenOf(this.get(runId).parentId);
  }

  /** The ids from the first run to this one; none for null. */
  branch(leaf) {
    const branch = [];
    for (let run = this.get(leaf); run; run = this.get(run.parentId)) {
      branch.push(run.id);
    }
    return branch.reverse();
  }

  /** The end of the branch that goes on from this run, by the newest where it parts. */
  leafBelow(runId) {
    let leaf = runId;
    while (this.childrenOf(leaf).length > 0) {
      leaf = this.childrenOf(leaf).at(-1);
    }
    return leaf;
  }

  /** The newest run; null where there is none. */
  get newest() {
    return [...this.#runs.keys()].at(-1) ?? null;
  }

  /** The runs that are not known to be over, oldest first. */
  get open() {
    return [...this.#runs.values()].filter((run) => run.outcome === null).map((run) => run.id);
  }
}
