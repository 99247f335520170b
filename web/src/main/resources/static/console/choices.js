// What can be chosen for the next questions, and what is.

import * as api from "./api-control.js";
import { chosenModel, models as allModels } from "./api-model.js";
import { draftOf, keepDraft } from "./drafts.js";
import { NOTHING_SET, keepSettings, keptSettings } from "./settings.js";

/** The name that runs of the application's own agent carry. */
const OWN_AGENT = "all-tools";

/**
 * state {
 *   settings
 *   models   the server's, its own first
 *   agents   those that people defined
 *   offer    {model, contextLength, tools} of the chosen agent, or null before it is known
 *   offerProblem what is wrong with the chosen agent, or ""
 * }
 */
export class Choices {
  state = { settings: keptSettings(), models: [], agents: [], offer: null, offerProblem: "" };

  #changed;
  #sessionId = null;
  #lists = Promise.resolve([[], []]);

  /** @param changed is called with what is new of the state */
  constructor(changed) {
    this.#changed = changed;
    addEventListener("model-chosen", () => this.#settle({ ...this.state.settings, model: chosenModel() }));
  }

  /**
   * Asks what there is, which may be another thing each time.
   *
   * @throws Error when the server does not say
   */
  async load() {
    this.#lists = Promise.all([allModels(), api.agents()]);
    const [models, agents] = await this.#lists;
    this.#set({ models, agents });
    await this.#ask();
  }

  /** A conversation begins or is opened; it may have a system prompt of its own. */
  enter(sessionId) {
    this.#sessionId = sessionId;
    this.#settle({ ...keptSettings(), system: draftOf(sessionId).system });
  }

  /** A new conversation has got its session. */
  named(sessionId) {
    this.#sessionId = sessionId;
  }

  /** A conversation goes on with the agent that answered last, unless another one is chosen. */
  async adopt(agent) {
    const sessionId = this.#sessionId;
    const [, agents] = await this.#lists.catch(() => [[], []]);
    const name = agent === OWN_AGENT || !agents.some((known) => known.name === agent) ? "" : agent;
    if (sessionId === this.#sessionId && name !== this.state.settings.agent) {
      this.#settle({ ...this.state.settings, agent: name, tools: null });
    }
  }

  choose(change) {
    // Another agent has other tools.
    const other = "agent" in change && change.agent !== this.state.settings.agent ? { tools: null } : {};
    const settings = { ...this.state.settings, ...other, ...change };
    keepSettings(settings);
    keepDraft(this.#sessionId, { system: settings.system });
    this.#settle(settings);
  }

  reset() {
    this.choose(NOTHING_SET);
  }

  #settle(settings) {
    const another = settings.agent !== this.state.settings.agent;
    this.#set({ settings });
    if (another) {
      this.#ask();
    }
  }

  /** What the chosen agent offers. */
  async #ask() {
    const { agent } = this.state.settings;
    try {
      const offer = await api.offer(agent);
      if (agent === this.state.settings.agent) {
        const offered = offer.tools.map((tool) => tool.name);
        // Tools that are gone since can't be asked for.
        const tools = this.state.settings.tools?.filter((name) => offered.includes(name)) ?? null;
        this.#set({ offer, offerProblem: "", settings: { ...this.state.settings, tools } });
      }
    } catch (error) {
      if (agent === this.state.settings.agent) {
        this.#set({ offer: null, offerProblem: error.message });
      }
    }
  }

  #set(change) {
    this.state = { ...this.state, ...change };
    this.#changed(change);
  }
}
