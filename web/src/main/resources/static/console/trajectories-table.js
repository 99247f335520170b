import { date, number } from "./format.js";
import { DownThumbIcon, UpThumbIcon } from "./icons.js";
import { address } from "./route.js";
import { html } from "./vendor.js";
import { t } from "./words/trajectories.js";

export const inclusionOf = ({ included }) => (included === null ? "undecided" : included ? "included" : "excluded");

export const Outcome = ({ run }) => {
  const kind = run.outcome ?? (run.live ? "RUNNING" : "INCOMPLETE");
  return html`<span class="outcome"><span class="dot" data-outcome=${kind}></span>${t("outcome", kind)}</span>`;
};

function Heading({ name, query, change, numeric }) {
  const sorted = (query.get("sort") ?? "started") === name;
  const order = query.get("order") ?? "desc";
  const next = sorted && order === "desc" ? "asc" : "desc";
  return html`
    <th scope="col" class=${numeric ? "number" : ""} aria-sort=${sorted ? (order === "desc" ? "descending" : "ascending") : undefined}>
      <button type="button" class="sort" onClick=${() => change({ sort: name, order: next })}>${t("sort", name)}
        <span aria-hidden="true">${sorted ? (order === "desc" ? "↓" : "↑") : ""}</span></button></th>`;
}

/** @param blank whether there is nothing in it, so that a card is without it */
const Cell = ({ label, numeric, blank, children }) =>
  html`<td data-label=${label} data-blank=${blank} class=${numeric ? "number" : ""}>${children}</td>`;

function Row({ run, checked, all, select }) {
  const name = run.input.trim() || t("noQuestion");
  const { rating } = run;
  return html`
    <tr data-run=${run.id}>
      <td class="check"><input type="checkbox" aria-label=${t("select", name.slice(0, 60))} checked=${checked} disabled=${all}
        onChange=${(event) => select([run.id], event.target.checked)} /></td>
      <td class="asked"><a href=${address("trajectories", run.id)} dir="auto">${name.slice(0, 200)}</a>
        ${rating.task && html`<span class="badge">${rating.task}</span>`}
        ${rating.note && html`<span class="noted">${rating.note}</span>`}</td>
      <${Cell} label=${t("field", "outcome")}><${Outcome} run=${run} /><//>
      <${Cell} label=${t("tools")} blank=${run.tools.length === 0}>${run.tools.map(({ tool, calls }) => html`<code key=${tool} class="tool-name">${tool}${calls > 1 && ` ×${calls}`}</code>`)}<//>
      <${Cell} label=${t("sort", "steps")} numeric blank=${run.steps === null}>${run.steps !== null && number(run.steps)}<//>
      <${Cell} label=${t("sort", "tokens")} numeric blank=${run.tokens === null}>${run.tokens !== null && number(run.tokens)}<//>
      <${Cell} label=${t("sort", "reward")} numeric blank=${rating.effectiveReward === null}>
        ${rating.thumb === "up" && html`<span class="thumb" title=${t("up")}><${UpThumbIcon} /><span class="unseen">${t("up")}</span></span>`}
        ${rating.thumb === "down" && html`<span class="thumb" title=${t("down")}><${DownThumbIcon} /><span class="unseen">${t("down")}</span></span>`}
        ${rating.effectiveReward !== null && number(rating.effectiveReward, { maximumFractionDigits: 2 })}<//>
      <${Cell} label=${t("dataSet")}><span data-inclusion=${inclusionOf(rating)}>${t("inclusion", inclusionOf(rating))}</span><//>
      <${Cell} label=${t("sort", "started")}><time datetime=${run.startedAt}>${date(run.startedAt)}</time><//>
    </tr>`;
}

/** One page of runs; on a narrow screen each is a card. */
export function Table({ rows, busy, query, change, selected, all, select }) {
  const every = rows.every((run) => selected.has(run.id));
  return html`
    <div class="table-box runs-box">
      <table class="table runs" aria-busy=${busy}>
        <thead><tr>
          <th class="check"><input type="checkbox" aria-label=${t("selectAll")} checked=${all || every} disabled=${all}
            onChange=${(event) => select(rows.map((run) => run.id), event.target.checked)} /></th>
          <th scope="col">${t("question")}</th>
          <th scope="col">${t("field", "outcome")}</th>
          <th scope="col">${t("tools")}</th>
          ${["steps", "tokens", "reward"].map((name) => html`<${Heading} key=${name} name=${name} query=${query} change=${change} numeric />`)}
          <th scope="col">${t("dataSet")}</th>
          <${Heading} name="started" query=${query} change=${change} />
        </tr></thead>
        <tbody>${rows.map((run) => html`<${Row} key=${run.id} run=${run} checked=${all || selected.has(run.id)} all=${all} select=${select} />`)}</tbody>
      </table>
    </div>`;
}
