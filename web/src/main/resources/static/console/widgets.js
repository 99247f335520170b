// The parts that pages have in common.

import { CloseIcon } from "./icons.js";
import { Component, createRef, html } from "./vendor.js";
import { t } from "./words/shell.js";

/**
 * A dialog over the page while it is rendered; Escape and the cross call `close`.
 *
 * @param footer the buttons; none where there is nothing to decide
 */
export class Dialog extends Component {
  element = createRef();

  componentDidMount() {
    this.before = document.activeElement;
    this.element.current.showModal();
  }

  componentWillUnmount() {
    // Until then nothing else can have the focus.
    this.element.current?.close();
    this.before?.focus?.();
  }

  // Escape on the page stops a run.
  key = (event) => event.key === "Escape" && event.stopPropagation();

  cancel = (event) => {
    event.preventDefault();
    this.props.close();
  };

  render({ title, close, footer, children }) {
    return html`
      <dialog class="dialog" ref=${this.element} aria-label=${title} onCancel=${this.cancel} onKeyDown=${this.key}>
        <header><h2>${title}</h2><button class="quiet" type="button" aria-label=${t("close")} onClick=${close}><${CloseIcon} /></button></header>
        <div class="dialog-body">${children}</div>
        ${footer && html`<footer>${footer}</footer>`}
      </dialog>`;
  }
}

/** Asks before something is done that can't be undone. `act` may be asynchronous; what it throws is shown. */
export class Confirm extends Component {
  state = { busy: false, problem: "" };

  act = async () => {
    this.setState({ busy: true, problem: "" });
    try {
      await this.props.act();
      this.props.close();
    } catch (error) {
      this.setState({ busy: false, problem: error.message });
    }
  };

  render({ title, text, verb, close }, { busy, problem }) {
    return html`
      <${Dialog} title=${title} close=${close} footer=${html`
          <button class="button" type="button" onClick=${close}>${t("cancel")}</button>
          <button class="button danger" type="button" disabled=${busy} onClick=${this.act}>${verb}</button>`}>
        <p>${text}</p>
        ${problem && html`<${Problem} text=${problem} />`}
      <//>`;
  }
}

/** Says why a place is empty and what to do about it. */
export const Empty = ({ title, hint, action }) => html`
  <div class="empty-state"><p class="empty-title">${title}</p>${hint && html`<p>${hint}</p>`}${action}</div>`;

/** What went wrong, with a button that tries again or takes the message away. */
export const Problem = ({ text, retry, dismiss }) => html`
  <div class="problem" role="alert"><span>${text}</span>
    ${retry && html`<button class="button" type="button" onClick=${retry}>${t("retry")}</button>`}
    ${dismiss && html`<button class="quiet" type="button" aria-label=${t("dismiss")} onClick=${dismiss}><${CloseIcon} /></button>`}
  </div>`;

export const Loading = () => html`<p class="loading" role="status">${t("loading")}</p>`;

/**
 * Tabs; arrow keys go from one to the next.
 *
 * @param tabs [{id, title}]
 * @param children what the chosen tab shows
 */
export function Tabs({ label, tabs, chosen, choose, children }) {
  const key = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const next = tabs[(tabs.findIndex((tab) => tab.id === chosen) + step + tabs.length) % tabs.length];
      choose(next.id);
      event.currentTarget.querySelector(`#tab-${CSS.escape(next.id)}`).focus();
    }
  };
  return html`
    <div class="tabs" role="tablist" aria-label=${label} onKeyDown=${key}>
      ${tabs.map(({ id, title }) => html`
        <button key=${id} type="button" role="tab" id=${`tab-${id}`} aria-controls=${`panel-${chosen}`} aria-selected=${id === chosen}
          tabindex=${id === chosen ? 0 : -1} onClick=${() => choose(id)}>${title}</button>`)}
    </div>
    <div role="tabpanel" id=${`panel-${chosen}`} aria-labelledby=${`tab-${chosen}`}>${children}</div>`;
}

/** How much of a whole is used or done; `text` says it in words. */
export const Bar = ({ label, value, max, text }) => html`
  <div class="meter"><span class="meter-label">${label}</span>
    <progress value=${value} max=${max} aria-label=${label}></progress><span class="meter-text">${text}</span></div>`;
