// Figures of a run: what it read, wrote and spent, live while it goes on.

import { waitingFor } from "./api-model.js";
import { Copy } from "./code.js";
import { duration, number } from "./format.js";
import { activity, isSilent } from "./run-state.js";
import { rateOf, spentOf } from "./spent.js";
import { Component, html } from "./vendor.js";
import { Bar } from "./widgets.js";
import { t } from "./words/conversation.js";

const TICK_MILLIS = 1000;

const figure = (name, value) => (name === "millis" ? duration(value) : number(value));

/** How much of each limit of the run's budget is used: the fullest in a line, all as bars. */
function Budget({ run, now }) {
  const parts = spentOf(run, now).filter((part) => part.limit > 0);
  if (parts.length === 0) {
    return null;
  }
  const share = Math.max(...parts.map(({ used, limit }) => used / limit));
  return html`
    <details class="budget"><summary>${t("budget", Math.min(100, Math.round(share * 100)))}</summary>
      <div>${parts.map(({ name, used, limit }) => html`
        <${Bar} key=${name} label=${t(name)} value=${Math.min(used, limit)} max=${limit} text=${t("of", figure(name, used), figure(name, limit))} />`)}</div>
    </details>`;
}

/** What a run that goes on does now, and what it has spent so far. */
export class LiveFacts extends Component {
  state = { now: Date.now(), waiting: 0 };

  componentDidMount() {
    this.timer = setInterval(this.tick, TICK_MILLIS);
  }

  componentWillUnmount() {
    clearInterval(this.timer);
  }

  /** The run's events don't tell whether the model reads or has no slot free, so that the model is asked. */
  tick = async () => {
    this.setState({ now: Date.now() });
    const { run } = this.props;
    this.setState({ waiting: isSilent(run) ? await waitingFor(run.model) : 0 });
  };

  render({ run }, { now, waiting }) {
    const rate = rateOf(run);
    const tokens = spentOf(run, now).find(({ name }) => name === "tokens").used;
    return html`
      <div class="live">
        <p class="activity" aria-hidden="true">${activity(run)}…</p>
        ${waiting > 0 && isSilent(run) && html`<p class="queue" role="status">${t("queue", waiting)}</p>`}
        ${run.startedAt && html`
          <div class="live-facts">
            <span>${duration(Math.max(0, Math.floor((now - run.startedAt) / 1000) * 1000))}</span>
            ${tokens > 0 && html`<span>${t("tokensSoFar", number(tokens))}</span>`}
            ${rate !== null && html`<span title=${t("rateHint")}>${t("rate", number(rate, { maximumFractionDigits: 1 }))}</span>`}
            ${run.agent && html`<span>${run.agent} · ${run.model}</span>`}
            <${Budget} run=${run} now=${now} />
          </div>`}
      </div>`;
  }
}

/** What a run that is over took. */
export function Facts({ run }) {
  const text = (run.steps.at(-1)?.parts ?? []).filter((part) => part.kind === "text").map((part) => part.text).join("\n");
  const { promptTokens, completionTokens, cachedTokens } = run.usage;
  const rate = rateOf(run);
  return html`
    <footer class="facts">
      <span>${t("stepCount", run.steps.length)}</span>
      <span>${duration(run.finishedAt - run.startedAt)}</span>
      <span title=${t("tokensInHint")}>${t("tokensIn", number(promptTokens))}${cachedTokens > 0 && t("reused", number(cachedTokens))}</span>
      <span title=${t("tokensOutHint")}>${t("tokensOut", number(completionTokens))}</span>
      ${rate !== null && html`<span title=${t("rateHint")}>${t("rate", number(rate, { maximumFractionDigits: 1 }))}</span>`}
      ${(run.agent || run.model) && html`<span title=${t("agentAndModel")}>${[run.agent, run.model].filter(Boolean).join(" · ")}</span>`}
      <${Budget} run=${run} now=${run.finishedAt} />
      ${text && html`<${Copy} text=${text} label=${t("copyAnswer")} />`}
    </footer>`;
}
