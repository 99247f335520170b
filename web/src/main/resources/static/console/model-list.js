import { bytes, number } from "./format.js";
import { address } from "./route.js";
import { html } from "./vendor.js";
import { Bar } from "./widgets.js";
import { t } from "./words/model.js";

function facts({ kind, form, bytes: size, contextLength }) {
  return [t(kind), form, size && bytes(size), contextLength && t("context", number(contextLength))].filter(Boolean).join(" · ");
}

function Progress({ model: { name, loading } }) {
  const text = loading?.total ? t("doneOf", bytes(loading.done), bytes(loading.total))
    : loading?.needed ? t("needs", bytes(loading.needed)) : t("opening");
  return html`<${Bar} label=${t("loadingModel", name)} value=${loading?.total ? loading.done : undefined} max=${loading?.total || 1} text=${text} />`;
}

function Card({ model, shown, chosen, choose, load, unload }) {
  const { name, state, current, problem } = model;
  const byDefault = current ? chosen === "" || chosen === name : chosen === name;
  return html`
    <li class="card model-card" data-shown=${name === shown}>
      <h3><a href=${address("model", name)} aria-current=${name === shown ? "true" : undefined}>${name}</a></h3>
      <p class="model-facts">${facts(model)}</p>
      <p class="model-badges">
        <span class="badge" data-state=${state}>${t(state)}</span>
        ${current && html`<span class="badge">${t("own")}</span>`}
        ${byDefault && html`<span class="badge" data-state="chosen">${t("byDefault")}</span>`}
      </p>
      ${state === "loading" && html`<${Progress} model=${model} />`}
      ${problem && html`<p class="model-problem">${problem}</p>`}
      <div class="model-actions">
        ${!byDefault && state !== "unusable" && html`
          <button class="button" type="button" aria-label=${t("useNamed", name)} onClick=${() => choose(current ? "" : name)}>${t("use")}</button>`}
        ${(state === "available" || state === "failed") && html`
          <button class="button" type="button" aria-label=${t("loadNamed", name)} onClick=${() => load(name)}>${t("load")}</button>`}
        ${state === "loaded" && !current && html`
          <button class="button" type="button" aria-label=${t("unloadNamed", name)} onClick=${() => unload(name)}>${t("unload")}</button>`}
      </div>
    </li>`;
}

/** @param chosen what new conversations begin with; "" for the server's own */
export const ModelList = ({ models, ...others }) => html`
  <ul class="cards model-list">${models.map((model) => html`<${Card} key=${model.name} model=${model} ...${others} />`)}</ul>`;
