// Charts as SVG that says the same in words and as a table.

import { html } from "./vendor.js";

// Sizes are in units of the drawing; the font is that of trajectories.css.
const WIDTH = 320;
const HEIGHT = 150;
const ROW = 26;
const LABELS = 110;
const GAP = 6;
/** The shortest track that bars can still be compared on. */
const LEAST_TRACK = 50;
const FONT_SIZE = "11.5px";
/** No label that has room is longer: a task's name may be a whole document. */
const MOST_CHARACTERS = 100;

let pen = null;

/** How wide a text is: as many Chinese characters need twice the room of as many others. */
function widthOf(text) {
  if (pen === null) {
    pen = document.createElement("canvas").getContext("2d");
    pen.font = `${FONT_SIZE} ${getComputedStyle(document.documentElement).getPropertyValue("--sans")}`;
  }
  return pen.measureText(text).width;
}

const widest = (texts) => Math.max(0, ...texts.map(widthOf));

function shorten(text, width) {
  const characters = [...text.slice(0, MOST_CHARACTERS)];
  if (text.length <= MOST_CHARACTERS && widthOf(text) <= width) {
    return text;
  }
  while (characters.length > 0 && widthOf(`${characters.join("")}…`) > width) {
    characters.pop();
  }
  return `${characters.join("")}…`;
}

/** Upright columns, for values of one measure in its order. Labels and values that have no room are left to the table. */
function Columns({ rows, max }) {
  const step = WIDTH / rows.length;
  const labelWidth = widest(rows.map(({ label }) => label));
  const valued = widest(rows.map(({ text }) => text)) + 2 <= step;
  let free = 0;
  return rows.map(({ label, value, text }, i) => {
    const height = max ? (value / max) * (HEIGHT - 40) : 0;
    const middle = (i + .5) * step;
    const at = Math.min(Math.max(middle, labelWidth / 2), WIDTH - labelWidth / 2);
    const labelled = at - labelWidth / 2 >= free;
    if (labelled) {
      free = at + labelWidth / 2 + GAP;
    }
    return html`
      <rect key=${label} class="chart-bar" x=${i * step + step * .12} y=${HEIGHT - 20 - height} width=${step * .76} height=${height} rx="2"><title>${label}: ${text}</title></rect>
      ${labelled && html`<text class="chart-label" x=${at} y=${HEIGHT - 5} text-anchor="middle">${label}</text>`}
      ${valued && html`<text class="chart-value" x=${middle} y=${HEIGHT - 25 - height} text-anchor="middle">${text}</text>`}`;
  });
}

/** Lying bars, for names. */
function Bars({ rows, max }) {
  const values = Math.min(widest(rows.map(({ text }) => text)), WIDTH - LABELS - LEAST_TRACK - GAP);
  const room = WIDTH - LABELS - GAP - values;
  return rows.map(({ label, value, text }, i) => html`
    <text key=${label} class="chart-label" x="0" y=${i * ROW + 17}>${shorten(label, LABELS - GAP)}<title>${label}</title></text>
    <rect class="chart-track" x=${LABELS} y=${i * ROW + 6} width=${room} height=${ROW - 12} rx="3" />
    <rect class="chart-bar" x=${LABELS} y=${i * ROW + 6} width=${max ? (value / max) * room : 0} height=${ROW - 12} rx="3"><title>${label}: ${text}</title></rect>
    <text class="chart-value" x=${WIDTH} y=${i * ROW + 17} text-anchor="end">${shorten(text, values)}</text>`);
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
