// Charts as SVG that says the same in words and as a table.

import { html } from "./vendor.js";

const WIDTH = 320;
const HEIGHT = 150;
const ROW = 26;
const LABELS = 110;
const VALUES = 92;

const shorten = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/** Upright columns, for values of one measure in its order. */
function Columns({ rows, max }) {
  const step = WIDTH / rows.length;
  const every = Math.ceil(rows.length / 8);
  return rows.map(({ label, value, text }, i) => {
    const height = max ? (value / max) * (HEIGHT - 40) : 0;
    const middle = (i + .5) * step;
    return html`
      <rect key=${label} class="chart-bar" x=${i * step + step * .12} y=${HEIGHT - 20 - height} width=${step * .76} height=${height} rx="2"><title>${label}: ${text}</title></rect>
      ${i % every === 0 && html`<text class="chart-label" x=${middle} y=${HEIGHT - 5} text-anchor="middle">${label}</text>`}
      ${rows.length <= 8 && html`<text class="chart-value" x=${middle} y=${HEIGHT - 25 - height} text-anchor="middle">${text}</text>`}`;
  });
}

/** Lying bars, for names. */
function Bars({ rows, max }) {
  const room = WIDTH - LABELS - VALUES;
  return rows.map(({ label, value, text }, i) => html`
    <text key=${label} class="chart-label" x="0" y=${i * ROW + 17}>${shorten(label, 17)}<title>${label}</title></text>
    <rect class="chart-track" x=${LABELS} y=${i * ROW + 6} width=${room} height=${ROW - 12} rx="3" />
    <rect class="chart-bar" x=${LABELS} y=${i * ROW + 6} width=${max ? (value / max) * room : 0} height=${ROW - 12} rx="3"><title>${label}: ${text}</title></rect>
    <text class="chart-value" x=${LABELS + room + 6} y=${i * ROW + 17}>${shorten(text, 17)}</text>`);
}

/**
 * @param kind "columns" or "bars"
 * @param rows [{label, value, text}] `text` is the value in words
 * @param max of the values; the largest of them where it is not given
 * @param words {summary of title and rows, nothing, asTable}
 * @param table what stands in the table
 */
export function Chart({ title, kind, rows, max = Math.max(0, ...rows.map(({ value }) => value)), words, table, children }) {
  return html`
    <figure class="chart card">
      <figcaption>${title}</figcaption>
      ${rows.length === 0 ? html`<p class="hint-line">${words.nothing}</p>` : html`
        <svg viewBox=${`0 0 ${WIDTH} ${kind === "bars" ? rows.length * ROW : HEIGHT}`} role="img" aria-label=${words.summary(title, rows)}>
          ${kind === "bars" ? Bars({ rows, max }) : Columns({ rows, max })}
        </svg>
        ${children}
        <details><summary>${words.asTable}</summary><div class="table-box">${table}</div></details>`}
    </figure>`;
}
