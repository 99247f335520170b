// A call of a function: its arguments and its result, JSON so that it can be folded.

import { AgentSteps } from "./agent-steps.js";
import { CallFrame, Failed, Outside } from "./call-frame.js";
import { Code, Copy, parsed } from "./code.js";
import { AgentsIcon, FunctionIcon } from "./icons.js";
import { JsonView } from "./json-view.js";
import { Long } from "./long.js";
import { Picture } from "./picture.js";
import { imagesOf, textOf } from "./run-state.js";
import { html } from "./vendor.js";
import { t } from "./words/conversation.js";

function Passage({ passage, untrusted, session }) {
  const text = textOf(passage.content);
  const source = /\[(\d+)†/.exec(passage.metadata)?.[1];
  const json = parsed(text);
  const images = imagesOf(passage.content);
  return html`
    <div class="code output" data-source=${source} tabindex=${source ? -1 : undefined}>
      <div class="label">${t("result")}
        ${passage.metadata && html`<code class="metadata">${passage.metadata}</code>`} ${untrusted && html`<${Outside} />`}
        ${text && html`<${Copy} label=${t("copy")} text=${text} />`}
      </div>
      ${passage.source && html`<p class="page-title"><span dir="auto">${passage.source.title}</span> <span class="hit-host">${passage.source.url}</span></p>`}
      ${json ? html`<${JsonView} value=${json} label=${t("result")} />` : (text || images.length === 0) && html`
        <${Long} text=${text} show=${(shown) => html`<pre tabindex="0" aria-label=${t("result")} dir="auto">${shown || html`<em>${t("nothing")}</em>`}</pre>`} />`}
      ${images.map((uri) => html`<${Picture} key=${uri} uri=${uri} session=${session} />`)}
    </div>`;
}

export function FunctionCall({ call, session, runId, live }) {
  const { result } = call;
  const whole = call.state === "writing" ? null : parsed(call.arguments);
  const asks = call.spent ? parsed(call.arguments)?.task : undefined;
  return html`
    <${CallFrame} call=${call} icon=${call.spent ? AgentsIcon : FunctionIcon} label=${t("arguments")} runId=${live ? runId : null}>
      <div class="code given">
        <div class="label">${t("arguments")}</div>
        ${typeof asks === "string"
          ? html`<pre class="prompt" tabindex="0" aria-label=${t("arguments")} dir="auto">${asks}</pre>`
          : whole && Object.keys(whole).length > 0
            ? html`<${JsonView} value=${whole} label=${t("arguments")} />`
            : html`<${Code} label=${t("arguments")} text=${call.arguments} language="json" cursor=${call.state === "writing"} />`}
      </div>
      ${call.spent && runId && html`<${AgentSteps} runId=${runId} callId=${call.id} />`}
      ${result?.type === "Failed" && html`<${Failed} result=${result} />`}
      ${result?.type === "Ok" && result.passages.map((passage, index) => html`
        <${Passage} key=${index} passage=${passage} untrusted=${result.trust === "UNTRUSTED"} session=${session} />`)}
    <//>`;
}
