// A call of simple_browser: what was searched or opened, hits as a list, pages with their visible passage.

import { CallFrame, Failed, Outside } from "./call-frame.js";
import { Code } from "./code.js";
import { BrowserIcon } from "./icons.js";
import { Long } from "./long.js";
import { textOf } from "./run-state.js";
import { html } from "./vendor.js";
import { t } from "./words/conversation.js";

const HIT = /^ ?# 【(\d+)†(.*?)†([^†】]*)】\n([^\n]*)/gm;
const LINK = /【(\d+)†([^】\n]*)】/g;

/** A link to a page elsewhere; only the text of what is no page's address. */
function Elsewhere({ url, children }) {
  return /^https?:\/\//i.test(url ?? "")
    ? html`<a href=${url} target="_blank" rel="noopener noreferrer" dir="auto">${children}</a>`
    : html`<span dir="auto">${children}</span>`;
}

/** The call in words: its one text, or nothing before that is written. */
function brief(command) {
  const text = /^\s*(?:search|open_url)\(\s*(?:\w+\s*=\s*)?(["'])((?:\\.|(?!\1).)*)/.exec(command)?.[2];
  const ids = /^\s*mclick\(\s*(?:\w+\s*=\s*)?\[([\d,\s]*)\]/.exec(command)?.[1];
  return text?.replace(/\\(["'\\])/g, "$1") ?? (ids ? t("opens", ids.trim()) : "");
}

function Hits({ hits, items }) {
  return html`
    <ol class="hits" start="0">
      ${hits.map(([, id, title, host, snippet], index) => html`
        <li key=${id} value=${id}>
          <${Elsewhere} url=${items[index]?.url}>${title || items[index]?.url}<//> <span class="hit-host">${host}</span>
          ${snippet && html`<p dir="auto">${snippet}</p>`}
        </li>`)}
    </ol>`;
}

/** The passage with its links as words: what they lead to only the browser knows. */
function withLinks(text) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const [words] = match[2].split("†");
    pieces.push(text.slice(end, match.index), html`<span class="page-link">${words}<sup>${match[1]}</sup></span>`);
    end = match.index + match[0].length;
  }
  return [...pieces, text.slice(end)];
}

/** TITLE, DATE, the passage, and which part of the page it is. */
function pageOf(text) {
  const [, title = "", date = "", rest = text] = /^TITLE: ([^\n]*)(?:\nDATE: ([^\n]*))?\n\n([\s\S]*)$/.exec(text) ?? [];
  const [, body = rest, visible = ""] = /^([\s\S]*?)\n*(?:Visible: (\d+% - \d+%))$/.exec(rest) ?? [];
  return { title, date, body, visible };
}

function Page({ text, source }) {
  const { title, date, body, visible } = pageOf(text);
  return html`
    ${(title || source) && html`
      <p class="page-title"><${Elsewhere} url=${source?.url}>${title || source.title || source.url}<//>
        ${source && html` <span class="hit-host">${source.url}</span>`} ${date && html` <time>${date}</time>`}</p>`}
    <${Long} text=${body} show=${(shown) => html`<pre class="page-text" tabindex="0" aria-label=${t("page")} dir="auto">${shown ? withLinks(shown) : html`<em>${t("nothing")}</em>`}</pre>`} />
    ${visible && html`<p class="page-part">${t("visible", visible)}</p>`}`;
}

function Passage({ passage, untrusted }) {
  const text = textOf(passage.content);
  const number = /\[(\d+)†/.exec(passage.metadata)?.[1];
  const hits = [...text.matchAll(HIT)];
  return html`
    <div class="code output" data-source=${number} tabindex=${number ? -1 : undefined}>
      <div class="label">${hits.length > 0 ? t("hits", hits.length) : number ? t("source", number) : t("page")}
        ${passage.metadata && html`<code class="metadata">${passage.metadata}</code>`} ${untrusted && html`<${Outside} />`}</div>
      ${hits.length > 0 ? html`<${Hits} hits=${hits} items=${passage.items ?? []} />` : html`<${Page} text=${text} source=${passage.source} />`}
    </div>`;
}

export function BrowserStep({ call, runId }) {
  const { result } = call;
  return html`
    <${CallFrame} call=${call} icon=${BrowserIcon} brief=${brief(call.arguments)} label=${t("command")} runId=${runId}>
      <div class="code given">
        <div class="label">${t("command")}</div>
        <${Code} label=${t("command")} text=${call.arguments} language="python" cursor=${call.state === "writing"} />
      </div>
      ${result?.type === "Failed" && html`<${Failed} result=${result} />`}
      ${result?.type === "Ok" && result.passages.map((passage, index) => html`
        <${Passage} key=${index} passage=${passage} untrusted=${result.trust === "UNTRUSTED"} />`)}
    <//>`;
}
