// A call of python, as a notebook shows a cell: the code, what it printed, its error, charts and files.

import { CallFrame, Failed } from "./call-frame.js";
import { Code, Copy } from "./code.js";
import { DownloadIcon, PythonIcon } from "./icons.js";
import { Long } from "./long.js";
import { Picture } from "./picture.js";
import { imagesOf, textOf } from "./run-state.js";
import { fileAddress } from "./session-files.js";
import { html } from "./vendor.js";
import { t } from "./words/conversation.js";

const TRACEBACK = "Traceback (most recent call last):";
const SHORT_TRACEBACK = 3;
const NOTICE = /\n?\[files written to \/mnt\/data: [^\n]*\]$/;

/** An output as what was printed and the traceback behind that, if there is one: its frames, and the error with its name. */
function split(output) {
  const at = output.startsWith(TRACEBACK) ? 0 : output.lastIndexOf(`\n${TRACEBACK}`);
  if (at < 0) {
    return { printed: output, frames: [], error: null };
  }
  const lines = output.slice(at).trim().split("\n").slice(1);
  const end = lines.findIndex((line) => !line.startsWith(" "));
  const frames = end < 0 ? lines : lines.slice(0, end);
  const said = end < 0 ? "" : lines.slice(end).join("\n");
  const [, name, message] = /^([\w.]+)(?::\s?([\s\S]*))?$/.exec(said) ?? [null, "", said];
  return { printed: output.slice(0, at), frames, error: { name, message: message ?? "" } };
}

/** Calls that a traceback tells of: a line with the place, followed by the code. */
const calls = (frames) => frames.filter((line) => /^ {2}File /.test(line)).length;

function Traceback({ frames, error }) {
  const text = frames.join("\n");
  return html`
    <div class="traceback">
      ${frames.length > 0 && (calls(frames) <= SHORT_TRACEBACK
        ? html`<pre tabindex="0" aria-label=${t("traceback")}>${text}</pre>`
        : html`<details><summary>${t("frames", calls(frames))}</summary><pre tabindex="0" aria-label=${t("traceback")}>${text}</pre></details>`)}
      <p class="traceback-error" dir="auto"><strong>${error.name}</strong>${error.message && html`<span>${error.name && ": "}${error.message}</span>`}</p>
    </div>`;
}

/** @param notice what the result says of the files: their types and sizes */
function Files({ items, notice, session }) {
  return html`
    <ul class="files" aria-label=${t("filesMade")}>
      ${items.map(({ url, title }) => {
        const at = notice.indexOf(`${title} (`);
        const facts = at < 0 ? "" : /^\(([^)\n]*)\)/.exec(notice.slice(at + title.length + 1))?.[1] ?? "";
        const address = fileAddress(url, session);
        return html`
          <li key=${url}>${address
            ? html`<a class="made" href=${address} download=${title.split("/").at(-1)}><${DownloadIcon} /><span dir="auto">${title}</span></a>`
            : html`<span class="made" dir="auto">${title}</span>`} ${facts && html`<small>${facts}</small>`}</li>`;
      })}
    </ul>`;
}

function Output({ passage, number, session }) {
  const said = textOf(passage.content);
  const items = passage.items ?? [];
  const notice = items.length > 0 ? NOTICE.exec(said)?.[0] ?? "" : "";
  const { printed, frames, error } = split(said.slice(0, said.length - notice.length));
  const images = imagesOf(passage.content);
  return html`
    <div class="code output" data-error=${error !== null}>
      ${(printed || (!error && images.length === 0 && items.length === 0)) && html`
        <div class="label">${t("out", number)}</div>
        <${Long} text=${printed} show=${(text) => html`<pre tabindex="0" aria-label=${t("output")} dir="auto">${text || html`<em>${t("nothing")}</em>`}</pre>`} />`}
      ${error && html`<${Traceback} frames=${frames} error=${error} />`}
      ${images.map((uri) => html`<${Picture} key=${uri} uri=${uri} session=${session} />`)}
      ${items.length > 0 && html`<${Files} items=${items} notice=${notice} session=${session} />`}
    </div>`;
}

/** @param number of the cell in its answer, from 1 */
export function PythonCell({ call, session, runId, number }) {
  const { result } = call;
  return html`
    <${CallFrame} call=${call} icon=${PythonIcon} label=${t("code")} runId=${runId}>
      <div class="code given">
        <div class="label">${t("in", number)}<${Copy} label=${t("copyCode")} text=${call.arguments} /></div>
        <${Code} label=${t("code")} text=${call.arguments} language="python" cursor=${call.state === "writing"} />
      </div>
      ${result?.type === "Failed" && html`<${Failed} result=${result} />`}
      ${result?.type === "Ok" && result.passages.map((passage, index) => html`<${Output} key=${index} passage=${passage} number=${number} session=${session} />`)}
    <//>`;
}
