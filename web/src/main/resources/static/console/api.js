// The server's HTTP interface. Where it takes a key and none was given, the window hears "signed-out".

import { t } from "./words/api.js";

const SIGN_IN = "api/sign-in";

/** GET, or POST where there is a body. */
export const call = (path, body) => send(path, body === undefined ? {} : {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

/**
 * @returns {Promise<?object>} the JSON that the server answers with
 * @throws Error with the server's message; `param`, `code` and `status` where it gave them
 */
export async function send(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error(t("silent"));
  }
  const text = await response.text();
  let value = null;
  try {
    value = text ? JSON.parse(text) : null;
  } catch {
    // Not JSON: an error page of something between here and the server.
  }
  if (response.status === 401 && path !== SIGN_IN) {
    dispatchEvent(new Event("signed-out"));
  }
  if (!response.ok) {
    const { message = `${t("answered")} ${response.status} ${response.statusText}`, param, code } = value?.error ?? {};
    throw Object.assign(new Error(message), { param, code, status: response.status });
  }
  return value;
}

/** @returns {Promise<{model: string, contextLength: number, tools: {name: string, kind: string, description: string}[]}>} */
export const info = () => call("api/info");

/** @returns {Promise<{id: string, sessionId: string, startedAt: string, input: string, outcome: ?string, live: boolean}[]>} newest first */
export const runs = async () => (await call("api/runs")).runs;

/** @returns {Promise<{runId: string, sessionId: string}>} */
export const start = (request) => call("api/runs", request);

/** The run's input again, after the same run. */
export const regenerate = (runId, changes) => call(`api/runs/${encodeURIComponent(runId)}/regenerate`, changes);

/** @returns {Promise<{sessionId: string}>} a session without runs */
export const newSession = () => call("api/sessions", {});

/** @returns {Promise<{name: string, bytes: number}>} */
export const attach = (sessionId, file) => send(
  `api/sessions/${encodeURIComponent(sessionId)}/files?name=${encodeURIComponent(file.name)}`,
  { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file },
);

/** Gives the server an API key once; from then on the browser holds a cookie that no script can read. */
export const signIn = (key) => call(SIGN_IN, { key });

export const cancel = (runId) => call(`api/runs/${encodeURIComponent(runId)}/cancel`, {});

/** @param decision {decision: "approve" | "deny", arguments: ?string, reason: ?string} */
export const decide = (runId, callId, decision) =>
  call(`api/runs/${encodeURIComponent(runId)}/approvals/${encodeURIComponent(callId)}`, decision);
