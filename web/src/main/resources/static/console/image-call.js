// A call of cogview: the description, and the image that was made for it.

import { CallFrame, Failed } from "./call-frame.js";
import { ImageIcon } from "./icons.js";
import { Picture } from "./picture.js";
import { imagesOf, textOf } from "./run-state.js";
import { html } from "./vendor.js";
import { t } from "./words/conversation.js";

export function ImageCall({ call, session, runId }) {
  const { result } = call;
  const passages = result?.type === "Ok" ? result.passages : [];
  return html`
    <${CallFrame} call=${call} icon=${ImageIcon} label=${t("prompt")} runId=${runId}>
      <div class="code given">
        <div class="label">${t("prompt")}</div>
        <pre class="prompt" tabindex="0" aria-label=${t("prompt")} dir="auto">${call.arguments}${call.state === "writing" && html`<span class="cursor"></span>`}</pre>
      </div>
      ${result?.type === "Failed" && html`<${Failed} result=${result} />`}
      ${passages.map((passage, index) => html`
        <div class="code output" key=${index}>
          <div class="label">${t("imageMade")}</div>
          ${imagesOf(passage.content).map((uri) => html`<${Picture} key=${uri} uri=${uri} session=${session} caption=${call.arguments} />`)}
          ${textOf(passage.content) && html`<pre tabindex="0" aria-label=${t("result")} dir="auto">${textOf(passage.content)}</pre>`}
        </div>`)}
    <//>`;
}
