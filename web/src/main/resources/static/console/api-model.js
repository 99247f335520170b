// The server's models.

import { call, send } from "./api.js";

const at = (name, ...steps) => ["api/models", ...[name, ...steps].map(encodeURIComponent)].join("/");

/**
 * @returns {Promise<{name: string, kind: "embedded" | "local" | "remote", state: string, loaded: boolean, current: boolean,
 *     contextLength: ?number, form: ?string, bytes: ?number, problem: ?string, loading: ?object}[]>} the server's own first
 */
export const models = async () => (await call("api/models")).models;

/** @returns {Promise<object>} as in the list, with what is loaded and how it goes */
export const model = (name) => call(at(name));

/** @returns {Promise<number>} how many requests wait for one of its slots; 0 where that is not known */
export async function waitingFor(name) {
  try {
    return (await model(name)).metrics?.requests.waiting ?? 0;
  } catch {
    return 0;
  }
}

/** Begins to load it; a run with it waits for that. */
export const load = (name) => call(at(name, "load"), {});

export const unload = (name) => call(at(name, "unload"), {});

/** @returns {Promise<object[]>} the newest first */
export const imports = async () => (await call("api/models/imports")).imports;

/** @param order {folder | repo: string, quantize: string} */
export const startImport = (order) => call("api/models/import", order);

/** Ends an import, or forgets one that is over. */
export const removeImport = (id) => send(at("imports", id), { method: "DELETE" });

// What new conversations begin with; nothing is the server's own.
const CHOSEN = "model";

export const chosenModel = () => localStorage.getItem(CHOSEN) ?? "";

/** @param name "" for the server's own */
export function chooseModel(name) {
  if (name) {
    localStorage.setItem(CHOSEN, name);
  } else {
    localStorage.removeItem(CHOSEN);
  }
  dispatchEvent(new Event("model-chosen"));
}
