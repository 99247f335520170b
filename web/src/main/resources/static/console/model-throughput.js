import { duration, number } from "./format.js";
import { rates } from "./model-history.js";
import { html } from "./vendor.js";
import { t } from "./words/model.js";

/** Samples that the width is for, at least: the line of the first moments shall be seen, too. */
const WIDTH = 30;
const HEIGHT = 40;
const rate = (value) => number(value, { maximumFractionDigits: value < 100 ? 1 : 0 });

/** @param values the newest last, at the right edge */
function Sparkline({ label, values }) {
  const most = Math.max(1, ...values);
  const width = Math.max(WIDTH, values.length);
  const points = values.map((value, i) => `${width - values.length + i},${(HEIGHT - 1 - ((HEIGHT - 3) * value) / most).toFixed(1)}`);
  const area = `${width - values.length},${HEIGHT} ${points.join(" ")} ${width - 1},${HEIGHT}`;
  return html`
    <svg class="model-line" viewBox=${`0 0 ${width - 1} ${HEIGHT}`} preserveAspectRatio="none" role="img"
      aria-label=${t("lineOf", label, rate(values.at(-1) ?? 0), rate(most === 1 ? Math.max(0, ...values) : most))}>
      ${values.length > 0 && html`<polygon points=${area} /><polyline points=${points.join(" ")} />`}
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
