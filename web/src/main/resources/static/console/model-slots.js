import { number } from "./format.js";
import { html } from "./vendor.js";
import { t } from "./words/model.js";

function words({ stage, cached, prompt, generated }) {
  switch (stage) {
    case "PREFILL": return t("slotReads", number(cached), number(prompt));
    case "DECODE": return t("slotWrites", number(generated));
    default: return cached > 0 ? t("slotKeeps", number(cached)) : t("slotEmpty");
  }
}

/** Each slot with what it does and how full it is. */
export function Slots({ model: { metrics: { slots, requests }, runtime } }) {
  return html`
    <section class="card model-wide" aria-label=${t("slots")}>
      <h3>${t("slots")}</h3>
      <p class="model-note">${t("slotsBusy", number(slots.active), number(slots.total), number(requests.waiting))}</p>
      <ol class="model-slots">
        ${slots.each.map((slot, index) => html`
          <li key=${index} data-stage=${slot.stage}>
            <strong>${t("slot", number(index + 1))}</strong><span>${t(slot.stage)}</span><small>${words(slot)}</small>
            <progress value=${slot.cached} max=${runtime.context} aria-label=${t("slotFill", number(index + 1))}></progress>
          </li>`)}
      </ol>
    </section>`;
}
