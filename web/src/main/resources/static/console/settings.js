// How the next questions are asked. What is chosen is kept in the browser for all conversations, but for the system
// prompt: that belongs to a conversation and may be private, so that it is kept like a draft, in this tab.

import { chooseModel, chosenModel } from "./api-model.js";

const KEPT = "settings";

/**
 * tools: names, or null for all; the others are texts as they were typed, "" for what the server takes when nothing is
 * said.
 */
export const NOTHING_SET = { model: "", agent: "", tools: null, temperature: "", topP: "", seed: "", maxSteps: "", system: "" };

const NUMBERS = { temperature: "temperature", topP: "top_p", seed: "seed", maxSteps: "maxSteps" };

export function keptSettings() {
  try {
    return { ...NOTHING_SET, ...JSON.parse(localStorage.getItem(KEPT)), system: "", model: chosenModel() };
  } catch {
    return NOTHING_SET; // nothing that this page wrote
  }
}

export function keepSettings({ model, system, ...others }) {
  localStorage.setItem(KEPT, JSON.stringify(others));
  if (model !== chosenModel()) {
    chooseModel(model);
  }
}

/** Whether anything differs from what the server takes when nothing is said. */
export const isChanged = (settings) => Object.keys(NOTHING_SET).some((name) => settings[name] !== NOTHING_SET[name]);

/** The numbers and the model of a run, as the server names them. */
export function sampling(settings) {
  const order = settings.model ? { model: settings.model } : {};
  for (const [name, field] of Object.entries(NUMBERS)) {
    if (settings[name] !== "") {
      order[field] = Number(settings[name]);
    }
  }
  return order;
}

/** All that is set, as POST /api/runs takes it. */
export const order = (settings) => ({
  ...sampling(settings),
  ...(settings.agent && { agent: settings.agent }),
  ...(settings.tools && { tools: settings.tools }),
  ...(settings.system.trim() && { system: settings.system.trim() }),
});
