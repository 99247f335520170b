// The documents that `retrieval` searches.

import { call, send } from "./api.js";
import { t } from "./words/knowledge.js";

/** @returns {Promise<{folder, writable, inUse, problem, types: string[], limits: ?{fileBytes, totalBytes, count}, documents: object[]}>} */
export const knowledge = () => call("api/knowledge");

export const removeDocument = (name) => send(`api/knowledge/documents/${encodeURIComponent(name)}`, { method: "DELETE" });

/** What a model that asked this would get. */
export const search = (query, count) => call(`api/knowledge/search?q=${encodeURIComponent(query)}&count=${count}`);

/**
 * Uploads a document. fetch does not tell how far it is, so this is the older way.
 *
 * @param progress hears the share that is sent, 0 to 1
 * @returns {Promise<{name: string}>}
 * @throws Error with the server's message, and `code` where it gave one
 */
export function upload(file, overwrite, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `api/knowledge/documents?name=${encodeURIComponent(file.name)}&overwrite=${overwrite}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
    request.addEventListener("error", () => reject(new Error(t("silent"))));
    request.addEventListener("load", () => {
      let answer = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // Not JSON: an error page of something between here and the server.
      }
      if (request.status === 401) {
        dispatchEvent(new Event("signed-out"));
      }
      if (request.status === 201) {
        resolve(answer);
      } else {
        const { message = `${request.status} ${request.statusText}`, code } = answer?.error ?? {};
        reject(Object.assign(new Error(message), { code, status: request.status }));
      }
    });
    request.send(file);
  });
}
