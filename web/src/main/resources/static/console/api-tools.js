// Tools, one alone, and where more of them come from.

import { call, send } from "./api.js";

const named = (name) => `api/tools/${encodeURIComponent(name)}`;
const source = (id) => `api/tool-sources/${encodeURIComponent(id)}`;

/** @returns {Promise<{name, kind, description, parameters, traits: string[], source: ?{id, name}}[]>} */
export const tools = async () => (await call("api/tools")).tools;

/**
 * Calls a tool by hand.
 *
 * @param body {arguments: string | object, sessionId: ?string}
 * @param signal ends the call when it is aborted
 * @returns {Promise<{observation: {passages, trust}, failed: ?string, sessionId: string, durationMillis: number}>}
 */
export const tryTool = (name, body, signal) => send(`${named(name)}/try`, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
  signal,
});

/** Where the files lie that calls of a session left. */
export const filesOf = (sessionId) => `/api/tools/try/${encodeURIComponent(sessionId)}/files/`;

/** @returns {Promise<{id, kind, name, url, hasToken, state, problem, tools}[]>} */
export const sources = async () => (await call("api/tool-sources")).sources;

/** What a source would add: each of its tools says whether its name is `taken`. */
export const preview = (body) => call("api/tool-sources/preview", body);
export const addSource = (body) => call("api/tool-sources", body);
export const refreshSource = (id) => call(`${source(id)}/refresh`, {});
export const removeSource = (id) => send(source(id), { method: "DELETE" });
