import { bytes } from "./format.js";
import { html } from "./vendor.js";
import { t } from "./words/model.js";

/** @returns {{name: string, bytes: number, measured: boolean}[]} what the process's memory is for */
function partsOf({ weights, cache, logits, heapCommitted, resident }) {
  const parts = [
    { name: "weights", bytes: weights, measured: false },
    { name: "cache", bytes: cache, measured: false },
    { name: "logits", bytes: logits, measured: false },
    { name: "heap", bytes: heapCommitted, measured: true },
  ];
  if (!resident) {
    return parts; // only Linux tells
  }
  // Java has asked for its heap, and not all of it need be in memory: then nothing is left for the rest.
  const rest = Math.max(0, resident - parts.reduce((sum, part) => sum + part.bytes, 0));
  return [...parts, { name: "rest", bytes: rest, measured: true }];
}

/** The parts side by side; SVG, since widths are attributes there. */
function StackedBar({ parts, total }) {
  let x = 0;
  const label = parts.map((part) => `${t(part.name)} ${bytes(part.bytes)}`).join(", ");
  return html`
    <svg class="model-bar" viewBox="0 0 1000 20" preserveAspectRatio="none" role="img" aria-label=${label}>
      ${parts.map((part) => {
        const width = (1000 * part.bytes) / total;
        const left = x;
        x += width;
        return html`<rect key=${part.name} data-part=${part.name} x=${left} y="0" width=${Math.max(0, width - 2)} height="20" />`;
      })}
    </svg>`;
}

export function Memory({ memory }) {
  const parts = partsOf(memory);
  const total = parts.reduce((sum, part) => sum + part.bytes, 0);
  return html`
    <section class="card model-wide" aria-label=${t("memory")}>
      <h3>${t("memory")}</h3>
      <${StackedBar} parts=${parts} total=${total} />
      <div class="table-box"><table class="table">
        <thead><tr><th scope="col">${t("part")}</th><th scope="col" class="number">${t("size")}</th><th scope="col">${t("known")}</th></tr></thead>
        <tbody>
          ${parts.map((part) => html`
            <tr key=${part.name}><th scope="row"><span class="model-key" data-part=${part.name}></span>${t(part.name)}</th>
              <td class="number">${bytes(part.bytes)}</td><td>${t(part.measured ? "measured" : "computed")}</td></tr>`)}
          ${memory.resident && html`
            <tr><th scope="row">${t("resident")}</th><td class="number">${bytes(memory.resident)}</td><td>${t("peak", bytes(memory.peak))}</td></tr>`}
        </tbody>
      </table></div>
      <p class="model-note">${t("memoryNote")}</p>
    </section>`;
}
