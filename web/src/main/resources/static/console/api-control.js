// What the conversation asks the server for.

import { call, send } from "./api.js";
import { t } from "./words/api.js";

const run = (id) => `api/runs/${encodeURIComponent(id)}`;
const session = (id) => `api/sessions/${encodeURIComponent(id)}`;

/** @returns {Promise<{sessionId: string, parentId: ?string, outcome: ?string, live: boolean}>} */
export const runOf = (id) => call(run(id));

/** A session with its runs, oldest first, and without what was said in them. */
export const tree = (id) => call(`${session(id)}?messages=false`);

/** The events of a run; its start has only the messages that are new since the run that it goes on from. */
export const entries = async (id) => (await call(`${run(id)}/entries`)).entries;

/** What the runs of an agent are given; of the application's own for "". No model is loaded for that. */
export const offer = (agent) => call(agent ? `api/info?agent=${encodeURIComponent(agent)}` : "api/info");

/** @returns {Promise<{name: string, description: ?string, error: ?string}[]>} */
export const agents = async () => (await call("api/agents")).agents;

/** The calls in a session that wait for a person. */
export const approvals = async (id) => (await call(`api/approvals?sessionId=${encodeURIComponent(id)}`)).approvals;

export const signOut = () => call("api/sign-out", {});

export const detach = (id, name) => send(`${session(id)}/files/${encodeURIComponent(name)}`, { method: "DELETE" });

/**
 * Puts a file into a session's folder.
 *
 * @param overwrite whether one of the same name is replaced
 * @param progress is called with how many bytes are sent
 * @returns {{done: Promise<{name: string, bytes: number}>, abort: function(): void}} it fails as `send` does
 */
export function upload(id, name, file, overwrite, progress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.open("POST", `${session(id)}/files?name=${encodeURIComponent(name)}${overwrite ? "&overwrite=true" : ""}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = (event) => progress(event.loaded);
    request.onload = () => {
      const { status, statusText, response } = request;
      if (status < 300) {
        resolve(response);
        return;
      }
      if (status === 401) {
        dispatchEvent(new Event("signed-out"));
      }
      const { message = `${t("answered")} ${status} ${statusText}`, code } = response?.error ?? {};
      reject(Object.assign(new Error(message), { code, status }));
    };
    request.onerror = () => reject(new Error(t("silent")));
    request.onabort = () => reject(Object.assign(new Error(), { code: "aborted" }));
    request.send(file);
  });
  return { done, abort: () => request.abort() };
}
