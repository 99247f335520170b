// What another agent did for a call: the steps of its own run, fetched when somebody wants to see them.

import { follow } from "./follow.js";
import { Steps } from "./steps.js";
import { apply, cutOff, newRun } from "./run-state.js";
import { Component, html } from "./vendor.js";
import { Problem } from "./widgets.js";
import { t } from "./words/conversation.js";

const ID_BYTES = 13;

/** The id of the run that answers a call; the caller's and the call's make it. */
async function runOf(runId, callId) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${runId}\n${callId}`)));
  return `run_${[...hash.slice(0, ID_BYTES)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

export class AgentSteps extends Component {
  state = { run: null, problem: "" };
  #stop = () => {};

  componentWillUnmount() {
    this.#stop();
  }

  toggled = (event) => {
    if (event.currentTarget.open && !this.state.run) {
      this.load();
    }
  };

  load = async () => {
    const id = await runOf(this.props.runId, this.props.callId);
    this.setState({ run: newRun(id, ""), problem: "" });
    this.#stop();
    this.#stop = follow(id, -1, {
      entry: (entry) => this.setState(({ run }) => ({ run: apply(run, entry) })),
      connection: () => {},
      over: () => this.setState(({ run }) => (run.lastSeq < 0 ? { run: null, problem: t("noSteps") } : { run: cutOff(run) })),
    });
  };

  // The browser lets only pages from a safe place compute the id.
  render(_, { run, problem }) {
    return globalThis.crypto?.subtle && html`
      <details class="agent-steps" onToggle=${this.toggled}>
        <summary>${t("agentSteps")}</summary>
        ${problem && html`<${Problem} text=${problem} retry=${this.load} />`}
        ${run && html`<${Steps} run=${run} live=${false} />`}
      </details>`;
  }
}
