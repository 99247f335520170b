// The server's interface to the list of sessions, and to what goes in and out of it.

import { call, send } from "./api.js";
import { t } from "./words/sessions.js";

const session = (id) => `api/sessions/${encodeURIComponent(id)}`;

/**
 * @param query words to be found; "" for all sessions
 * @param before the `next` of the page before, or null
 * @returns {Promise<{sessions: {id: string, title: string, activeAt: string, runs: number, live: boolean, snippet: ?object}[], next: ?string}>}
 *     the one in which something happened last first
 */
export function sessions(query, before, limit) {
  const parameters = new URLSearchParams({ limit });
  if (query) {
    parameters.set("query", query);
  }
  if (before) {
    parameters.set("before", before);
  }
  return call(`api/sessions?${parameters}`);
}

export const rename = (id, title) => send(`${session(id)}?messages=false`, {
  method: "PATCH",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ title: title || null }),
});

export const remove = (id) => send(session(id), { method: "DELETE" });

/** Where a session is saved from; `leaf` is the last run of the branch that is shown, or null. */
export const exportAddress = (id, format, leaf) =>
  `${session(id)}/export?${new URLSearchParams({ format, ...(leaf && { leaf }) })}`;

/** @returns {Promise<{id: string, createdAt: string, expiresAt: ?string, expired: boolean}[]>} */
export const shares = async (id) => (await call(`${session(id)}/share`)).shares;

/** @param hours after which the link ends, or null */
export const share = (id, leaf, hours) => call(`${session(id)}/share`, {
  ...(leaf && { leaf }),
  ...(hours && { expiresInHours: hours }),
});

export const revoke = (id, shareId) => send(`${session(id)}/share/${encodeURIComponent(shareId)}`, { method: "DELETE" });

/**
 * Makes a session of a file. Not by fetch, which does not tell how much was sent.
 *
 * @param progress is called with the share that was sent, 0 to 1
 * @returns {Promise<{sessionId: string, runs: number, notes: string[]}>}
 */
export const importFile = (file, progress) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.open("POST", "api/sessions/import");
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.upload.addEventListener("progress", ({ loaded, total }) => progress(total ? loaded / total : 0));
  request.addEventListener("error", () => reject(new Error(t("brokeOff"))));
  request.addEventListener("load", () => {
    let answer = null;
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      // An error page of something between here and the server.
    }
    if (request.status === 401) {
      dispatchEvent(new Event("signed-out"));
    }
    if (request.status === 201 && answer) {
      resolve(answer);
    } else {
      reject(new Error(answer?.error?.message ?? t("refused", request.status)));
    }
  });
  request.send(file);
});
