import { html } from "./vendor.js";
import { t } from "./words/trajectories-export.js";

/**
 * Losses that can be allowed one by one.
 *
 * @param losses [{id, text, more}] `more` is said of each beside its text
 * @param allow the ids of those that are allowed; `change` gets the new ones
 */
export const Losses = ({ title, losses, allow, change }) => html`
  <fieldset class="losses"><legend>${title}</legend>
    ${losses.map(({ id, text, more }) => html`
      <label key=${id}><input type="checkbox" checked=${allow.includes(id)}
        onChange=${(event) => change(event.target.checked ? [...allow, id] : allow.filter((other) => other !== id))} />
        <span><strong>${t("allow")}</strong> <code>${id}</code> ${text}${more?.map((line, i) => html`<small key=${i} dir="auto">${line}</small>`)}</span></label>`)}
  </fieldset>`;

export const FormatChoice = ({ formats, chosen, choose }) => html`
  <label class="field"><span>${t("format")}</span>
    <select value=${chosen} onChange=${(event) => choose(event.target.value)}>
      ${formats.map(({ name }) => html`<option key=${name} value=${name}>${name}</option>`)}
    </select>
    <small>${formats.filter(({ name }) => name === chosen).map(({ name, description }) => t("description", name, description))}</small></label>`;
