// One tool: what the model sees of it, what its calls do, and a try.

import { Code } from "./code.js";
import { address } from "./route.js";
import { fieldsOf, limitsOf } from "./tools-fields.js";
import { Try } from "./tools-try.js";
import { html } from "./vendor.js";
import { Empty } from "./widgets.js";
import { t } from "./words/tools.js";

export const Traits = ({ traits }) => html`
  <ul class="traits">${traits.map((trait) => html`<li key=${trait} class="badge" title=${t(`about_${trait}`)}>${t(trait)}</li>`)}</ul>`;

function Parameters({ parameters }) {
  const fields = fieldsOf(parameters);
  if (!fields.length) {
    return html`<p class="soft">${t("noParameters")}</p>`;
  }
  return html`
    <div class="table-box" tabindex="0" role="region" aria-label=${t("parameters")}>
      <table class="table">
        <thead><tr><th scope="col">${t("name")}</th><th scope="col">${t("type")}</th><th scope="col">${t("meaning")}</th></tr></thead>
        <tbody>${fields.map((field) => html`
          <tr key=${field.name}>
            <td><code>${field.name}</code>${field.required && html` <span class="badge">${t("required")}</span>`}</td>
            <td><code>${field.type}</code></td>
            <td>${field.description}${limitsOf(field) && html`<div class="soft"><code>${limitsOf(field)}</code></div>`}</td>
          </tr>`)}</tbody>
      </table>
    </div>`;
}

export function ToolDetail({ name, tools }) {
  const tool = tools.find((each) => each.name === name);
  if (!tool) {
    return html`<${Empty} title=${t("noSuchTool", name)} hint=${t("noSuchToolHint")} action=${html`<a class="button" href=${address("tools")}>${t("allTools")}</a>`} />`;
  }
  return html`
    <p><a href=${address("tools")}>${t("allTools")}</a></p>
    <div class="page-head"><h2 class="tool-title">${tool.name}</h2>
      <span class="badge">${t(tool.kind)}</span>
      ${tool.source && html`<span class="badge">${t("fromSource", tool.source.name)}</span>`}</div>
    <p class="tool-about">${tool.description || t("noDescription")}</p>
    <${Traits} traits=${tool.traits} />
    <div class="tool-halves">
      <${Try} key=${tool.name} tool=${tool} />
      <section class="tool-schema">
        <h2>${t("parameters")}</h2>
        <${Parameters} parameters=${tool.parameters} />
        <details><summary>${t("schema")}</summary>
          <div class="code tool-json"><${Code} label=${t("schema")} text=${JSON.stringify(tool.parameters, null, 2)} language="json" /></div></details>
      </section>
    </div>`;
}
