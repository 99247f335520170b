// The fields of an agent.

import { GROUPS } from "./agents-fields.js";
import { html } from "./vendor.js";
import { t } from "./words/agents.js";

/** @param field the API's name of it, such as "sampling.seed" */
function Field({ field, form, problems, change, area, rows, mono, hint, disabled }) {
  const id = `agent-${field.replace(".", "-")}`;
  const problem = problems[field];
  const common = {
    id, value: form[field], disabled, autocomplete: "off",
    "aria-invalid": Boolean(problem), "aria-describedby": `${id}-about`,
    onInput: (event) => change(field, event.currentTarget.value),
  };
  return html`
    <div class="field">
      <label for=${id}>${t(`field_${field}`)}</label>
      ${area ? html`<textarea ...${common} rows=${rows} class=${mono ? "mono" : ""} spellcheck=${!mono}></textarea>` : html`<input ...${common} />`}
      <small id=${`${id}-about`} class=${problem ? "wrong" : ""}>${problem || hint}</small>
    </div>`;
}

/** Names to tick; those that are chosen and not offered are there too, so that nothing gets lost. */
function Choices({ field, form, offered, problems, change }) {
  const chosen = form[field];
  const names = [...new Set([...offered.map((each) => each.name), ...chosen])];
  const toggle = (name) => change(field, chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name]);
  return html`
    <fieldset class="choice-list" aria-describedby=${`${field}-about`}>
      <legend>${t(`field_${field}`)}</legend>
      ${names.map((name) => {
        const known = offered.find((each) => each.name === name);
        return html`<label key=${name}><input type="checkbox" checked=${chosen.includes(name)} onChange=${() => toggle(name)} />
          <code>${name}</code> <small>${known ? known.description : t("notHere")}</small></label>`;
      })}
      ${names.length === 0 && html`<small>${t(`none_${field}`)}</small>`}
      <small id=${`${field}-about`} class=${problems[field] ? "wrong" : ""}>${problems[field] || t(`hint_${field}`)}</small>
    </fieldset>`;
}

function AnotherTool({ form, change }) {
  const add = (event) => {
    const input = event.currentTarget.closest(".another").querySelector("input");
    const name = input.value.trim();
    if (name && !form.tools.includes(name)) {
      change("tools", [...form.tools, name]);
    }
    input.value = "";
  };
  return html`
    <div class="another"><input class="input" aria-label=${t("anotherTool")} placeholder=${t("anotherTool")} autocomplete="off"
        onKeyDown=${(event) => { if (event.key === "Enter") { event.preventDefault(); add(event); } }} />
      <button class="button" type="button" onClick=${add}>${t("addTool")}</button></div>`;
}

export function AgentForm({ form, problems, change, tools, agents, fresh }) {
  const common = { form, problems, change };
  return html`
    <${Field} ...${common} field="name" hint=${t("hint_name")} disabled=${!fresh} />
    <${Field} ...${common} field="description" hint=${t("hint_description")} />
    <${Field} ...${common} field="instructions" area rows="5" hint=${t("hint_instructions")} />
    <${Choices} ...${common} field="tools" offered=${tools} />
    <${AnotherTool} form=${form} change=${change} />
    <${Choices} ...${common} field="agents" offered=${agents} />
    <${Field} ...${common} field="model" hint=${t("hint_model")} />
    <${Field} ...${common} field="knowledge" hint=${t("hint_knowledge")} />
    ${Object.entries(GROUPS).map(([group, fields]) => html`
      <fieldset key=${group} class="number-list"><legend>${t(group)}</legend>
        <div>${fields.map((field) => html`<${Field} key=${field} ...${common} field=${`${group}.${field}`} hint=${t(`hint_${group}.${field}`)} />`)}</div></fieldset>`)}
    <${Field} ...${common} field="answer" area rows="4" mono hint=${t("hint_answer")} />
    <${Field} ...${common} field="policy" area rows="4" mono hint=${t("hint_policy")} />`;
}
