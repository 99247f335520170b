// Chooses how the next questions are asked.

import { isChanged } from "./settings.js";
import { html } from "./vendor.js";
import { t } from "./words/composer.js";

const NUMBERS = {
  temperature: { min: 0, max: 2 },
  topP: { min: 0.01, max: 1 },
  seed: { step: 1 },
  maxSteps: { min: 1, max: 100, step: 1 },
};

function Tools({ tools, chosen, choose }) {
  const isChosen = (name) => chosen === null || chosen.includes(name);
  const toggle = (name) => {
    const next = tools.map((tool) => tool.name).filter((other) => (other === name ? !isChosen(other) : isChosen(other)));
    choose({ tools: next.length === tools.length ? null : next });
  };
  return html`
    <fieldset class="tools">
      <legend>${t("tools")}</legend>
      ${tools.length === 0 && html`<p class="empty">${t("noTools")}</p>`}
      ${tools.map((tool) => html`
        <label key=${tool.name} title=${tool.description}>
          <input type="checkbox" checked=${isChosen(tool.name)} onChange=${() => toggle(tool.name)} />
          <span>${tool.name}</span><small>${tool.description}</small>
        </label>`)}
    </fieldset>`;
}

/** What is wrong with a number; null for nothing. */
function problemOf(name, text) {
  const { min, max, step } = NUMBERS[name];
  const value = Number(text);
  if (text === "") {
    return null;
  }
  if (min !== undefined && !(value >= min && value <= max)) {
    return t("expected", min, max);
  }
  return step === 1 && !Number.isInteger(value) ? t("expectedWhole") : null;
}

/** A control with its label, and what is wrong with its value, if anything is. */
const Field = ({ name, problem, children }) => html`
  <div class="field"><label for=${`set-${name}`}>${t(name)}</label>${children}
    ${problem && html`<small class="wrong" role="alert" id=${`wrong-${name}`}>${problem}</small>`}</div>`;

function NumberField({ name, value, choose }) {
  const { min, max, step } = NUMBERS[name];
  const problem = problemOf(name, value);
  return html`
    <${Field} name=${name} problem=${problem}>
      <input id=${`set-${name}`} type="number" min=${min} max=${max} step=${step === 1 ? 1 : "any"} inputmode=${step === 1 ? "numeric" : "decimal"}
        placeholder=${t(name === "seed" ? "random" : "usual")} value=${value} aria-invalid=${problem !== null} aria-describedby=${`wrong-${name}`}
        onInput=${(event) => choose({ [name]: event.target.value })} />
    <//>`;
}

function Choice({ name, value, options, change, problem }) {
  return html`
    <${Field} name=${name} problem=${problem}>
      <select id=${`set-${name}`} value=${value} aria-invalid=${Boolean(problem)} aria-describedby=${`wrong-${name}`} onChange=${(event) => change(event.target.value)}>
        ${options.map((option) => html`<option key=${option.value} value=${option.value} disabled=${option.disabled}>${option.text}</option>`)}
      </select>
    <//>`;
}

/** One that was chosen and is gone stays to be seen. */
function modelOptions(models, chosen) {
  const known = models.map(({ name, current, problem }) => (current
    ? { value: "", text: t("modelOwn", name) }
    : { value: name, text: problem ? t("broken", name) : name, disabled: Boolean(problem) }));
  const gone = chosen !== "" && !known.some(({ value }) => value === chosen) ? [{ value: chosen, text: t("broken", chosen) }] : [];
  return [...known, ...gone];
}

/** Likewise. */
function agentOptions(agents, chosen) {
  const known = agents.map(({ name, error }) => ({ value: name, text: error ? t("broken", name) : name, disabled: Boolean(error) }));
  const gone = chosen !== "" && !agents.some(({ name }) => name === chosen) ? [{ value: chosen, text: t("broken", chosen) }] : [];
  return [{ value: "", text: t("agentNone") }, ...known, ...gone];
}

/** @param close is called by Escape */
export function SettingsPanel({ settings, models, agents, offer, offerProblem, choose, reset, close }) {
  const key = (event) => {
    if (event.key === "Escape") {
      // On the page it stops the run.
      event.stopPropagation();
      close();
    }
  };
  return html`
    <div class="settings" id="settings" onKeyDown=${key}>
      <div class="settings-choices">
        ${(models.length > 1 || settings.model) && html`
          <${Choice} name="model" value=${settings.model} options=${modelOptions(models, settings.model)} change=${(model) => choose({ model })} />`}
        ${(agents.length > 0 || settings.agent) && html`
          <${Choice} name="agent" value=${settings.agent} options=${agentOptions(agents, settings.agent)} problem=${offerProblem}
            change=${(agent) => choose({ agent })} />`}
        <${Tools} tools=${offer?.tools ?? []} chosen=${settings.tools} choose=${choose} />
      </div>
      <div class="numbers">
        ${Object.keys(NUMBERS).map((name) => html`<${NumberField} key=${name} name=${name} value=${settings[name]} choose=${choose} />`)}
      </div>
      <div class="field"><label for="set-system">${t("system")}</label>
        <textarea id="set-system" rows="3" dir="auto" value=${settings.system} aria-describedby="system-hint" onInput=${(event) => choose({ system: event.target.value })}></textarea>
        <small id="system-hint">${t("systemHint")}</small></div>
      <div class="settings-end">
        <small>${t("kept")}</small>
        <button class="button" type="button" disabled=${!isChanged(settings)} onClick=${reset}>${t("reset")}</button>
        <button class="button" type="button" onClick=${close}>${t("close")}</button>
      </div>
    </div>`;
}
