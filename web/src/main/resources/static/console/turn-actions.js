// What can be done with a turn: another answer, another question in its place, going on, and the way between such versions.

import { AgainIcon, ContinueIcon, EditIcon } from "./icons.js";
import { Component, createRef, html } from "./vendor.js";
import { t } from "./words/conversation.js";

/** Versions of a turn that stand at the same place; ‹ and › go from one to the next. */
function Versions({ runId, siblings, goTo }) {
  const place = siblings.indexOf(runId);
  const step = (to, label, sign) => html`
    <button class="quiet" type="button" aria-label=${label} disabled=${!siblings[to]} onClick=${() => goTo(siblings[to])}>${sign}</button>`;
  return html`
    <span class="versions" role="group" aria-label=${t("versions")}>
      ${step(place - 1, t("previousVersion"), "‹")}<span>${place + 1}/${siblings.length}</span>${step(place + 1, t("nextVersion"), "›")}
    </span>`;
}

/** The box in which a question is written anew. */
class EditBox extends Component {
  field = createRef();
  state = { text: this.props.input };

  componentDidMount() {
    this.field.current.focus();
  }

  send = () => this.state.text.trim() && this.props.send(this.state.text.trim());

  keys = (event) => {
    if (event.key === "Escape") {
      // On the page it stops a run.
      event.stopPropagation();
      this.props.close();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
  };

  render({ close }, { text }) {
    return html`
      <div class="edit-box field">
        <textarea ref=${this.field} aria-label=${t("editedQuestion")} rows=${Math.min(12, text.split("\n").length + 1)} dir="auto" value=${text}
          onInput=${(event) => this.setState({ text: event.target.value })} onKeyDown=${this.keys}></textarea>
        <div class="choices">
          <button class="button primary" type="button" disabled=${!text.trim()} onClick=${this.send}>${t("ask")}</button>
          <button class="button" type="button" onClick=${close}>${t("cancel")}</button>
        </div>
      </div>`;
  }
}

/** @param actions {again(runId), edit(runId, text), goTo(runId), continueRun(runId)}; what is missing is not offered */
export class TurnActions extends Component {
  state = { editing: false };
  edit = createRef();

  open = () => this.setState({ editing: true });

  close = () => this.setState({ editing: false }, () => this.edit.current?.focus());

  send = (text) => {
    this.setState({ editing: false });
    this.props.actions.edit(this.props.turn.runId, text);
  };

  render({ turn: { runId, siblings, outcome, input }, actions = {} }, { editing }) {
    const { again, edit, goTo, continueRun } = actions;
    return html`
      <div class="actions">
        ${goTo && siblings.length > 1 && html`<${Versions} runId=${runId} siblings=${siblings} goTo=${goTo} />`}
        ${again && html`<button class="quiet" type="button" onClick=${() => again(runId)}><${AgainIcon} />${t("answerAgain")}</button>`}
        ${edit && html`<button class="quiet" type="button" ref=${this.edit} aria-expanded=${editing} onClick=${editing ? this.close : this.open}><${EditIcon} />${t("editQuestion")}</button>`}
        ${continueRun && outcome !== "ANSWERED" && html`<button class="quiet" type="button" onClick=${() => continueRun(runId)}><${ContinueIcon} />${t("continue")}</button>`}
      </div>
      ${editing && html`<${EditBox} input=${input} send=${this.send} close=${this.close} />`}`;
  }
}
