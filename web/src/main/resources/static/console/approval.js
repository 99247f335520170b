// Asks whether a call may run: the person allows it, changes its arguments, or denies it.

import * as api from "./api.js";
import { Component, createRef, html } from "./vendor.js";

export class Approval extends Component {
  state = { text: null, sending: false, problem: "" };
  field = createRef();
  edit = createRef();

  decide = async (decision) => {
    this.setState({ sending: true, problem: "" });
    try {
      await api.decide(this.props.runId, this.props.call.id, decision);
      // The buttons go with the run's next event.
    } catch (error) {
      this.setState({ sending: false, problem: error.message });
    }
  };

  open = () => this.setState({ text: this.props.call.arguments }, () => this.field.current?.focus());

  close = () => this.setState({ text: null, problem: "" }, () => this.edit.current?.focus());

  send = () => this.decide({ decision: "approve", arguments: this.state.text });

  keys = (event) => {
    if (event.key === "Escape") {
      // On the page it stops the run.
      event.stopPropagation();
      this.close();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.send();
    }
  };

  render({ call, label }, { text, sending, problem }) {
    return html`
      <div class="approval" role="group" aria-label=${`Approval of ${call.name}`}>
        <p>May this call run? <span class="asked">${call.asked}</span></p>
        ${text !== null && html`
          <textarea ref=${this.field} aria-label=${`${label} to call with`} rows=${Math.min(12, text.split("\n").length + 1)} spellcheck=${false}
            value=${text} disabled=${sending} onInput=${(event) => this.setState({ text: event.target.value })} onKeyDown=${this.keys}></textarea>`}
        ${problem && html`<p class="asked-problem" role="alert">${problem}</p>`}
        <div class="choices">
          ${text === null
            ? html`
              <button type="button" class="allow" disabled=${sending} onClick=${() => this.decide({ decision: "approve" })}>Approve</button>
              <button type="button" ref=${this.edit} disabled=${sending} onClick=${this.open}>Edit</button>
              <button type="button" disabled=${sending} onClick=${() => this.decide({ decision: "deny" })}>Deny</button>`
            : html`
              <button type="button" class="allow" disabled=${sending} onClick=${this.send}>Approve changed call</button>
              <button type="button" disabled=${sending} onClick=${this.close}>Cancel</button>`}
        </div>
      </div>`;
  }
}
