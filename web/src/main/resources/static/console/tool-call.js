import { Approval } from "./approval.js";
import { duration } from "./format.js";
import { highlight, pretty } from "./highlight.js";
import { BrowserIcon, ChevronIcon, FunctionIcon, ImageIcon, PythonIcon } from "./icons.js";
import { imagesOf, textOf } from "./run-state.js";
import { html } from "./vendor.js";

const builtIns = {
  python: { icon: PythonIcon, input: "Code", output: "Output", language: "python" },
  simple_browser: { icon: BrowserIcon, input: "Command", output: "Page", language: "python" },
  cogview: { icon: ImageIcon, input: "Prompt", output: "Image", language: "text" },
};
const aFunction = { icon: FunctionIcon, input: "Arguments", output: "Result", language: "json" };

const states = {
  writing: "writing", queued: "waiting", asking: "needs approval", running: "running", done: "done", failed: "failed", stopped: "stopped",
};

function Code({ label, text, language, cursor }) {
  return html`
    <div class="code">
      <div class="label">${label}</div>
      <pre tabindex="0" aria-label=${label}><code>${highlight(text, language)}${cursor && html`<span class="cursor"></span>`}</code></pre>
    </div>`;
}

/** Where an image is loaded from: itself, or a file of the session. An address elsewhere is none, since the page loads nothing from there. */
function sourceOf(uri, session) {
  if (uri.startsWith("data:image/")) {
    return uri;
  }
  const steps = uri.split("/");
  const file = session && !uri.includes(":") && !steps.some((step) => ["", ".", ".."].includes(step));
  return file ? `/api/sessions/${encodeURIComponent(session)}/files/${steps.map(encodeURIComponent).join("/")}` : null;
}

function Picture({ uri, session }) {
  const source = sourceOf(uri, session);
  return source
    ? html`<img class="picture" src=${source} alt=${uri.startsWith("data:") ? "Image made by the tool" : uri} />`
    : html`<p class="image-name">Image: ${uri}</p>`;
}

function Passage({ passage, label, untrusted, session }) {
  const text = textOf(passage.content);
  const source = /\[(\d+)†/.exec(passage.metadata)?.[1];
  const json = pretty(text);
  const images = imagesOf(passage.content);
  return html`
    <div class="code output" data-source=${source} tabindex=${source ? -1 : undefined}>
      <div class="label">${label}
        ${passage.metadata && html`<code class="metadata">${passage.metadata}</code>`}
        ${untrusted && html`<span class="outside" title="Somebody else wrote this text">outside text</span>`}
      </div>
      ${(text || images.length === 0) && html`
        <pre tabindex="0" aria-label=${label} dir="auto">${text ? highlight(json ?? text, json ? "json" : "text") : html`<em>nothing</em>`}</pre>`}
      ${images.map((uri) => html`<${Picture} key=${uri} uri=${uri} session=${session} />`)}
    </div>`;
}

function Result({ result, label, session }) {
  return result.type === "Failed"
    ? html`<div class="code output failed"><div class="label">Error <code class="metadata">${result.kind}</code></div><pre tabindex="0" aria-label="Error">${result.message}</pre></div>`
    : result.passages.map((passage, index) => html`
        <${Passage} key=${index} passage=${passage} label=${label} untrusted=${result.trust === "UNTRUSTED"} session=${session} />`);
}

/** One call of a tool: what it was given as that is written, how it stands, and what came back. */
export function ToolCall({ call, session, runId }) {
  const { icon, input, output, language } = builtIns[call.name] ?? aFunction;
  const text = language === "json" ? pretty(call.arguments) ?? call.arguments : call.arguments;
  return html`
    <details class="call" open data-state=${call.state} data-tool=${call.name}>
      <summary>
        <${icon} />
        <span class="call-name">${call.name}</span>
        <span class="call-state">${states[call.state]}${call.millis !== null && ` in ${duration(call.millis)}`}</span>
        <${ChevronIcon} />
      </summary>
      <${Code} label=${input} text=${text} language=${language} cursor=${call.state === "writing"} />
      ${call.state === "asking" && runId && html`<${Approval} key=${call.id} call=${call} runId=${runId} label=${input} />`}
      ${call.result && html`<${Result} result=${call.result} label=${output} session=${session} />`}
    </details>`;
}
