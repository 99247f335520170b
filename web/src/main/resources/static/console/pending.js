// The calls that wait for a person in runs that are no turns: those of agents that the conversation's run called.

import { approvals } from "./api-control.js";
import { Approval } from "./approval.js";
import { Component, html } from "./vendor.js";
import { t } from "./words/approval.js";

const PAUSE = 1500;

/** The events of such runs come on no stream of their own, so that it is asked for them while a call is being made. */
export class Pending extends Component {
  state = { calls: [] };

  componentDidMount() {
    this.ask();
  }

  componentWillUnmount() {
    clearTimeout(this.timer);
    this.gone = true;
  }

  ask = async () => {
    try {
      const calls = await approvals(this.props.sessionId);
      if (!this.gone) {
        this.setState({ calls: calls.filter((call) => call.runId !== this.props.runId) });
      }
    } catch {
      // The stream of the run itself tells of a lost connection.
    }
    if (!this.gone) {
      this.timer = setTimeout(this.ask, PAUSE);
    }
  };

  render(_, { calls }) {
    return calls.map((call) => html`
      <section class="pending" key=${`${call.runId} ${call.callId}`} aria-label=${t("nested")}>
        <p>${t("nested")}: <code>${call.name}</code></p>
        <pre tabindex="0" aria-label=${t("arguments")}>${call.arguments}</pre>
        <${Approval} runId=${call.runId} label=${t("arguments")}
          call=${{ id: call.callId, name: call.name, arguments: call.arguments, asked: call.reason, expiresAt: Date.parse(call.expiresAt) }} />
      </section>`);
  }
}
