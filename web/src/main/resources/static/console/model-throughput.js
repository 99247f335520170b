import { duration, number } from "./format.js";
import { rates } from "./model-history.js";
import { html } from "./vendor.js";
import { t } from "./words/model.js";

const WIDTH = 180;
const HEIGHT = 40;
const rate = (value) => number(value, { maximumFractionDigits: value < 100 ? 1 : 0 });

/** @param values the newest last, at the right edge */
function Sparkline({ label, values }) {
  const most = Math.max(1, ...values);
  const points = values.map((value, i) => `${WIDTH - values.length + 1 + i},${(HEIGHT - 1 - ((HEIGHT - 3) * value) / most).toFixed(1)}`);
  return html`
    <svg class="model-line" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img"
      aria-label=${t("lineOf", label, rate(values.at(-1) ?? 0), rate(most === 1 ? Math.max(0, ...values) : most))}>
      <polyline points=${points.join(" ")} />
    </svg>`;
}

const Figure = ({ name, value, unit }) => html`<div class="model-figure"><span>${name}</span><strong>${value}</strong> <small>${unit}</small></div>`;

/** How fast prompts are read and answers written: of the last runs, and over the last minutes. */
export function Throughput({ model: { name, metrics } }) {
  const { prefillTokensPerSecond, decodeTokensPerSecond, stepTime } = metrics;
  return html`
    <section class="card" aria-label=${t("throughput")}>
      <h3>${t("throughput")}</h3>
      <${Figure} name=${t("decode")} value=${rate(decodeTokensPerSecond)} unit=${t("perSecond")} />
      <${Sparkline} label=${t("decode")} values=${rates(name, "write")} />
      <${Figure} name=${t("prefill")} value=${rate(prefillTokensPerSecond)} unit=${t("perSecond")} />
      <${Sparkline} label=${t("prefill")} values=${rates(name, "read")} />
      <p class="model-note">${stepTime.median > 0 ? t("steps", duration(stepTime.median), duration(stepTime.p99), duration(stepTime.max)) : t("noSteps")}</p>
      <p class="model-note">${t("lineNote")}</p>
    </section>`;
}
