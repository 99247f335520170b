import { duration, number, percent } from "./format.js";
import { Memory } from "./model-memory.js";
import { Slots } from "./model-slots.js";
import { Throughput } from "./model-throughput.js";
import { html } from "./vendor.js";
import { Empty } from "./widgets.js";
import { t } from "./words/model.js";

/** Names and values; what has no value is left out. */
const Facts = ({ label, rows }) => html`
  <dl class="model-list-facts" aria-label=${label}>
    ${rows.filter(([, value]) => value !== null && value !== undefined && value !== "").map(([name, value]) => html`
      <div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>`;

const share = (part, whole) => (whole > 0 ? percent(part / whole) : "");

function Requests({ metrics: { requests, tokens }, turns }) {
  return html`
    <section class="card" aria-label=${t("requests")}>
      <h3>${t("requests")}</h3>
      <${Facts} label=${t("requests")} rows=${[
        [t("waiting"), number(requests.waiting)],
        [t("completed"), number(requests.completed)],
        [t("cancelled"), number(requests.cancelled)],
        [t("expired"), number(requests.expired)],
        [t("failedRequests"), number(requests.failed)],
        [t("refused"), number(requests.refused)],
        [t("reused"), t("tokensAnd", number(tokens.reused), share(tokens.reused, tokens.reused + tokens.prefilled))],
        [t("speculated"), tokens.proposed > 0 ? t("acceptedOf", number(tokens.accepted), number(tokens.proposed), share(tokens.accepted, tokens.proposed)) : t("none")],
        ...turnRows(turns),
      ]} />
    </section>`;
}

const turnRows = (turns) => [
  [t("turns"), number(turns.count)],
  [t("meanTurn"), turns.count > 0 ? duration(turns.meanSeconds * 1000) : ""],
  [t("longestTurn"), turns.longestSeconds > 0 ? duration(turns.longestSeconds * 1000) : ""],
  [t("failedTurns"), turns.failed > 0 ? number(turns.failed) : ""],
];

function Architecture({ architecture: a, runtime: r, folder, loadedAt }) {
  const form = (kind) => t(`quantize_${kind}`);
  const stored = [form(r.matrices), t("lmHead", form(r.lmHead)), t("embedding", form(r.embedding))].join(", ");
  return html`
    <section class="card model-wide" aria-label=${t("architecture")}>
      <h3>${t("architecture")}</h3>
      <${Facts} label=${t("architecture")} rows=${[
        [t("family"), a.family],
        [t("parameters"), number(a.parameters, { notation: "compact", maximumSignificantDigits: 3 })],
        [t("layers"), number(a.layers)],
        [t("hidden"), `${number(a.hidden)} / ${number(a.ffn)}`],
        [t("heads"), t("headsOf", number(a.heads), number(a.headDim), number(a.kvHeads))],
        [t("vocabulary"), number(a.vocabulary)],
        [t("contextNow"), t("contextOf", number(r.context), number(a.contextLimit))],
        [t("stored"), stored],
        [t("computes"), r.type.toLowerCase()],
        [t("device"), r.device],
        [t("threads"), r.threads > 0 ? number(r.threads) : t("automatic")],
        [t("speculation"), r.speculation ? t("on") : t("off")],
        [t("loadTime"), duration(r.loadSeconds * 1000)],
        [t("folder"), folder],
      ]} />
      ${r.notes.map((note) => html`<p key=${note} class="model-note">${note}</p>`)}
    </section>`;
}

function Remote({ endpoint, turns, contextLength }) {
  return html`
    <section class="card" aria-label=${t("endpoint")}>
      <h3>${t("endpoint")}</h3>
      <${Facts} label=${t("endpoint")} rows=${[
        [t("host"), endpoint?.host],
        [t("contextNow"), t("context", number(contextLength))],
        ...turnRows(turns),
      ]} />
    </section>`;
}

/** All that is known of one model. */
export function ModelDetails({ model }) {
  const title = html`<h2>${t("detailsOf", model.name)}</h2>`;
  if (!model.loaded) {
    const hint = { loading: "hintLoading", unusable: "hintUnusable" }[model.state] ?? "hintLoad";
    return html`${title}<${Empty} title=${t(`empty_${model.state}`)} hint=${t(hint)} />`;
  }
  if (!model.metrics) {
    return html`${title}<div class="model-grid"><${Remote} ...${model} /></div>`;
  }
  return html`${title}
    ${!model.metrics.decoder.alive && html`<p class="problem" role="alert">${t("decoderEnded")}</p>`}
    <div class="model-grid">
      <${Throughput} model=${model} />
      <${Requests} ...${model} />
      <${Slots} model=${model} />
      <${Memory} memory=${model.memory} />
      <${Architecture} ...${model} />
    </div>`;
}
