// An agent's definition as the texts of a form, and back. Fields that the form does not know stay as they are.

const SAMPLING = ["temperature", "top_p", "top_k", "min_p", "presence_penalty", "frequency_penalty", "repetition_penalty", "seed"];
const BUDGET = ["steps", "toolCalls", "tokens", "tokensPerStep", "seconds", "cost"];

export const GROUPS = { sampling: SAMPLING, budget: BUDGET };
const TEXTS = ["name", "description", "instructions", "model", "knowledge"];
const JSONS = ["answer", "policy"];

export const NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

/** @returns {Object<string, string | string[]>} texts by the API's names of the fields, such as "sampling.seed" */
export function formOf(definition) {
  const form = { tools: [...(definition.tools ?? [])], agents: [...(definition.agents ?? [])] };
  for (const field of TEXTS) {
    form[field] = definition[field] ?? "";
  }
  for (const [group, fields] of Object.entries(GROUPS)) {
    for (const field of fields) {
      form[`${group}.${field}`] = definition[group]?.[field] === undefined ? "" : String(definition[group][field]);
    }
  }
  for (const field of JSONS) {
    form[field] = definition[field] === undefined ? "" : JSON.stringify(definition[field], null, 2);
  }
  return form;
}

function set(object, field, value) {
  if (value === undefined) {
    delete object[field];
  } else {
    object[field] = value;
  }
}

/**
 * @param before the definition that the form was made of
 * @returns {{definition: object, problems: Object<string, string>}} problems by field: "name", "number" or "json"
 */
export function definitionOf(form, before) {
  const definition = structuredClone(before);
  const problems = {};
  for (const field of TEXTS) {
    set(definition, field, form[field].trim() || undefined);
  }
  if (!NAME.test(form.name.trim())) {
    problems.name = "name";
  }
  for (const field of ["tools", "agents"]) {
    set(definition, field, form[field].length ? form[field] : undefined);
  }
  for (const [group, fields] of Object.entries(GROUPS)) {
    const values = { ...(definition[group] ?? {}) };
    for (const field of fields) {
      const text = form[`${group}.${field}`].trim();
      if (text && !Number.isFinite(Number(text))) {
        problems[`${group}.${field}`] = "number";
      }
      set(values, field, text === "" ? undefined : Number(text));
    }
    set(definition, group, Object.keys(values).length ? values : undefined);
  }
  for (const field of JSONS) {
    try {
      set(definition, field, form[field].trim() ? JSON.parse(form[field]) : undefined);
    } catch {
      problems[field] = "json";
    }
  }
  return { definition, problems };
}
