// The conversation on the page: what is shown, and what the user can do with it.

import * as api from "./api.js";
import { runOf, tree } from "./api-control.js";
import { Attachments } from "./attachments.js";
import { Branch, NO_BRANCH } from "./branch.js";
import { Choices } from "./choices.js";
import { moveDraft } from "./drafts.js";
import * as requests from "./requests.js";
import { address, route } from "./route.js";
import { t } from "./words/session.js";

const NOTHING = { ...NO_BRANCH, sessionId: null, title: "", imported: false, opening: false, failed: null, problem: "", asking: false, attached: [] };

/**
 * state {
 *   info       what the server runs, or null before it is known
 *   recent     recorded runs, newest first
 *   sessionId  the conversation that the next question belongs to, or null for a new one
 *   title      as it was given; "" for none
 *   imported   whether it holds runs of an import, so that calls in it are asked about
 *   turns      of the branch that is shown, as turns.js says
 *   focus      the id of the run to be shown, or null for the newest
 *   opening    whether the conversation is being fetched
 *   failed     why it can't be shown, or null
 *   connection "open" | "lost" | "back": to the run that goes on
 *   problem    one line on what went wrong last, or ""
 *   asking     whether a question is on its way
 *   live       the id of the session's run that goes on, on whatever branch, or null
 *   stopping   whether that was told to stop
 *   attached   files, as attachments.js says
 *   settings, models, agents, offer, offerProblem: as choices.js says
 * }
 */
export class Session {
  #changed;
  #choices = new Choices((change) => this.#set(change));
  #branch = new Branch({
    changed: (change) => this.#set(change),
    ended: () => this.#ended(),
    last: (run) => this.#choices.adopt(run.agent),
    problem: (problem) => this.#set({ problem }),
  });
  #attachments = new Attachments((attached) => this.#set({ attached }), {
    ready: () => !this.busy,
    sessionId: () => this.state.sessionId,
    made: (sessionId) => this.#named(sessionId),
    limits: () => this.state.info?.attachments,
  });
  #visit = 0;
  #stop = false;

  state = { info: null, recent: [], ...NOTHING, ...this.#choices.state };

  /** @param changed is called with each new state */
  constructor(changed) {
    this.#changed = changed;
  }

  /** Whether the session has a run that goes on, so that it takes neither questions nor files. */
  get busy() {
    return this.state.asking || this.state.live !== null;
  }

  async load() {
    await Promise.all([
      this.#trying(async () => this.#set({ info: await api.info() })),
      this.refresh(),
    ]);
  }

  /** A session has another title; "" for none. */
  named(sessionId, title) {
    if (sessionId === this.state.sessionId) {
      this.#set({ title });
    }
  }

  async refresh() {
    await this.#trying(async () => this.#set({ recent: await api.runs() }));
  }

  /** Shows what the steps of an address name: a new conversation, a session, or the session of a run. */
  async show([kind, id]) {
    if (kind === "session" && id && id === this.state.sessionId && !this.state.failed) {
      this.#branch.turnTo();
    } else if (kind === "run" && this.#branch.has(id)) {
      this.#branch.through(id);
    } else if ((kind === "session" || kind === "run") && id) {
      await this.#open(kind, id);
    } else {
      this.#enter(null, {});
    }
  }

  async #open(kind, id) {
    const visit = this.#enter(kind === "session" ? id : null, { opening: true });
    try {
      const sessionId = kind === "session" ? id : (await runOf(id)).sessionId;
      const { title, leaf, runs } = await tree(sessionId);
      if (visit !== this.#visit) {
        return;
      }
      this.#enter(sessionId, { title, imported: runs.some((run) => run.imported) });
      this.#branch.open(runs);
      if (kind === "run" && this.#branch.has(id)) {
        this.#branch.through(id);
      } else {
        // A run of an agent that another one called is no turn of the conversation.
        this.#branch.turnTo(leaf);
        this.#set({ problem: kind === "run" ? t("nestedRun") : "" });
      }
    } catch (error) {
      if (visit === this.#visit) {
        this.#set({ opening: false, failed: error.message });
      }
    }
  }

  /** Once more, after it failed. */
  retry = () => this.show(route().path);

  /** Another one for each conversation that is begun or opened. */
  get visit() {
    return this.#visit;
  }

  /** Leaves what was shown; a run that goes on does so on the server. */
  #enter(sessionId, change) {
    this.#branch.clear();
    this.#stop = false;
    this.#set({ ...NOTHING, sessionId, ...change });
    this.#attachments.enter();
    this.#choices.enter(sessionId);
    return ++this.#visit;
  }

  /** Fetches runs that come into view. */
  loadRuns = (runIds) => this.#branch.load(runIds);

  /** Starts a run after the one that is shown; resolves to whether the server took it. */
  ask = (input) => this.#startAfter(this.#branch.leaf, input);

  /** Goes on after a run that did not come to its end. */
  continueRun = (runId) => this.#startAfter(runId, t("goOn"));

  #startAfter(after, input) {
    const { sessionId, settings } = this.state;
    return this.#start(input, after, () => requests.ask(input, sessionId ? { sessionId, after } : {}, settings));
  }

  /** Another answer to a question, beside the one that it has. */
  again = (runId) => this.#start(this.#inputOf(runId), this.#branch.parentOf(runId), () => requests.again(runId, this.state.settings));

  /** A question written anew, beside the one that was. */
  edit = (runId, input) => this.#start(input, this.#branch.parentOf(runId), () => requests.edit(runId, input, this.state.settings));

  /** Shows the branch through a run. */
  goTo = (runId) => {
    location.hash = address("run", runId);
  };

  async #start(input, parentId, start) {
    if (this.busy) {
      return false;
    }
    const visit = this.#visit;
    this.#stop = false;
    this.#branch.begin(parentId, input);
    this.#set({ asking: true, problem: "" });
    try {
      const started = await start();
      if (visit === this.#visit) {
        this.#started(started, parentId, input);
      }
      this.refresh();
      return true;
    } catch (error) {
      if (visit === this.#visit) {
        this.#branch.revert();
        this.#set({ asking: false, stopping: false, problem: error.message });
        await this.#catchUp(error);
      }
      return false;
    }
  }

  #started({ runId, sessionId }, parentId, input) {
    this.#named(sessionId);
    this.#set({ asking: false });
    this.#branch.started(runId, parentId, input);
    this.#attachments.asked();
    if (this.#stop) {
      this.stop();
    }
  }

  /** Somebody else asks in the same session. */
  async #catchUp(error) {
    const { sessionId } = this.state;
    if (error.status === 409 && sessionId) {
      await this.#trying(async () => {
        const { runs } = await tree(sessionId);
        if (sessionId === this.state.sessionId) {
          this.#branch.catchUp(runs);
        }
      });
    }
  }

  #inputOf = (runId) => this.state.turns.find((turn) => turn.runId === runId)?.input ?? "";

  /** Stops the run that goes on, or the one that is about to begin. */
  async stop() {
    const { live } = this.#branch;
    if (!live) {
      this.#stop = this.state.asking;
      this.#set({ stopping: this.#stop });
      return;
    }
    this.#set({ stopping: true });
    try {
      await api.cancel(live);
    } catch (error) {
      this.#set({ stopping: false, problem: error.message });
    }
  }

  #ended() {
    this.#attachments.send();
    this.refresh();
  }

  /** Asks what there is to choose from. */
  loadChoices = () => this.#trying(() => this.#choices.load());

  choose = (change) => this.#choices.choose(change);

  resetSettings = () => this.#choices.reset();

  tell(problem) {
    this.#set({ problem });
  }

  dismiss() {
    this.tell("");
  }

  attach = (contents) => this.#attachments.add(contents);
  removeFile = (id) => this.#attachments.remove(id);
  sendFile = (id, overwrite) => this.#attachments.again(id, overwrite);

  /** The conversation has a session from now on, and an address. */
  #named(sessionId) {
    if (!this.state.sessionId) {
      moveDraft(sessionId);
      this.#choices.named(sessionId);
      this.#set({ sessionId });
    }
    if (route().page === "chat") {
      location.hash = address("session", sessionId);
    }
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
