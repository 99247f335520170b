import { ago, number } from "./format.js";
import { CloseIcon, NewIcon } from "./icons.js";
import { Pages, Preferences } from "./nav.js";
import { address } from "./route.js";
import { html } from "./vendor.js";
import { t } from "./words/shell.js";

const outcomes = { ANSWERED: "answered", BUDGET_EXHAUSTED: "out of budget", CANCELLED: "stopped", FAILED: "failed" };

/** Conversations with their newest run, newest first, named by their oldest question. */
function conversations(recent) {
  const bySession = new Map();
  for (const run of recent) {
    const known = bySession.get(run.sessionId);
    bySession.set(run.sessionId, known ? { ...known, title: run.input, runs: known.runs + 1 } : { newest: run, title: run.input, runs: 1 });
  }
  return [...bySession.values()];
}

function Item({ conversation: { newest, title, runs }, here }) {
  const outcome = newest.outcome ? outcomes[newest.outcome] : newest.live ? "running" : "cut off";
  return html`
    <li>
      <a class="past" href=${address("run", newest.id)} aria-current=${here ? "page" : undefined}>
        <span class="past-title" dir="auto">${title}</span>
        <span class="past-facts">
          <span class="dot" data-outcome=${newest.outcome ?? (newest.live ? "RUNNING" : "FAILED")}></span>${outcome}
          ${runs > 1 && html`<span>· ${runs} questions</span>`}
          <time datetime=${newest.startedAt}>${ago(Date.parse(newest.startedAt))}</time>
        </span>
      </a>
    </li>`;
}

export function Sidebar({ state: { recent, sessionId, info }, page, close }) {
  const list = conversations(recent);
  return html`
    <aside class="sidebar">
      <div class="brand">
        <img src="console/icon.svg" alt="" width="24" height="24" /> <span>All Tools</span>
        <button class="quiet menu" type="button" aria-label=${t("close")} onClick=${close}><${CloseIcon} /></button>
      </div>
      <a class="new" href="#/"><${NewIcon} />${t("newConversation")}</a>
      <${Pages} page=${page} />
      <nav class="recent" aria-label="Recent runs">
        <h2>Recent</h2>
        ${list.length === 0
          ? html`<p class="empty">Questions that you ask are kept here.</p>`
          : html`<ul>${list.map((conversation) => html`
              <${Item} key=${conversation.newest.sessionId} conversation=${conversation} here=${page === "chat" && conversation.newest.sessionId === sessionId} />`)}</ul>`}
      </nav>
      <${Preferences} />
      ${info && html`<p class="server"><span>${info.model}</span><span>${t("context", number(info.contextLength))}</span></p>`}
    </aside>`;
}
