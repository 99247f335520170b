// Asks whether a call may run: the person allows it, changes its arguments, or denies it, with a reason if there is one.

import * as api from "./api.js";
import { duration } from "./format.js";
import { Component, createRef, html } from "./vendor.js";
import { t } from "./words/approval.js";

/** How long a run still waits, counted down by the second. */
class TimeLeft extends Component {
  componentDidMount() {
    this.clock = setInterval(() => this.forceUpdate(), 1000);
  }

  componentWillUnmount() {
    clearInterval(this.clock);
  }

  render({ until }) {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    return html`<span class="asked-left" role="timer" aria-live="off">${seconds > 0 ? t("left", duration(1000 * seconds)) : t("over")}</span>`;
  }
}

/**
 * @param call {id, name, arguments, asked, expiresAt}
 * @param label what the call's arguments are called
 */
export class Approval extends Component {
  /** writing: null, "arguments" or "reason" */
  state = { writing: null, text: "", sending: false, problem: "" };
  field = createRef();
  choices = createRef();

  decide = async (decision) => {
    this.setState({ sending: true, problem: "" });
    try {
      await api.decide(this.props.runId, this.props.call.id, decision);
      // The buttons go with the run's next event.
    } catch (error) {
      this.setState({ sending: false, problem: error.message });
    }
  };

  write = (writing, text) => this.setState({ writing, text, problem: "" }, () => this.field.current?.focus());

  /** The focus goes back to where it came from. */
  close = () => {
    const { writing } = this.state;
    this.setState({ writing: null, problem: "" }, () => this.choices.current?.querySelector(`[data-opens="${writing}"]`)?.focus());
  };

  send = () => {
    const { writing, text } = this.state;
    this.decide(writing === "arguments"
      ? { decision: "approve", arguments: text }
      : { decision: "deny", ...(text.trim() && { reason: text.trim() }) });
  };

  keys = (event) => {
    const sends = this.state.writing === "reason" || event.ctrlKey || event.metaKey;
    if (event.key === "Escape") {
      // On the page it stops the run.
      event.stopPropagation();
      this.close();
    } else if (event.key === "Enter" && sends && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
  };

  input = (event) => this.setState({ text: event.target.value });

  #field() {
    const { writing, text, sending } = this.state;
    return html`
      ${writing === "arguments"
        ? html`<textarea ref=${this.field} aria-label=${t("argumentsToCall", this.props.label)} rows=${Math.min(12, text.split("\n").length + 1)}
            spellcheck=${false} value=${text} disabled=${sending} onInput=${this.input} onKeyDown=${this.keys}></textarea>`
        : html`<input class="input" ref=${this.field} aria-label=${t("reason")} placeholder=${t("reason")} maxlength="500" value=${text}
            disabled=${sending} onInput=${this.input} onKeyDown=${this.keys} />`}`;
  }

  render({ call }, { writing, sending, problem }) {
    return html`
      <div class="approval" role="group" aria-label=${t("approvalOf", call.name)}>
        <p>${t("ask")} <span class="asked">${call.asked}</span>
          ${call.expiresAt && html`<${TimeLeft} until=${call.expiresAt} />`}</p>
        ${writing !== null && this.#field()}
        ${problem && html`<p class="asked-problem" role="alert">${problem}</p>`}
        <div class="choices" ref=${this.choices}>
          ${writing === null
            ? html`
              <button type="button" class="allow" disabled=${sending} onClick=${() => this.decide({ decision: "approve" })}>${t("approve")}</button>
              <button type="button" data-opens="arguments" disabled=${sending} onClick=${() => this.write("arguments", call.arguments)}>${t("edit")}</button>
              <button type="button" disabled=${sending} onClick=${() => this.decide({ decision: "deny" })}>${t("deny")}</button>
              <button type="button" data-opens="reason" disabled=${sending} onClick=${() => this.write("reason", "")}>${t("denyWhy")}</button>`
            : html`
              <button type="button" class="allow" disabled=${sending} onClick=${this.send}>${t(writing === "arguments" ? "approveChanged" : "deny")}</button>
              <button type="button" disabled=${sending} onClick=${this.close}>${t("cancel")}</button>`}
        </div>
      </div>`;
  }
}
