// The agents that people defined.

import { call, send } from "./api.js";

const named = (name) => `api/agents/${encodeURIComponent(name)}`;

const put = (path, body) => send(path, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** @returns {Promise<{name, description: ?string, error: ?string}[]>} */
export const agents = async () => (await call("api/agents")).agents;

/** Its fields; an error with the code "agent_broken" where its file can't be read as such. */
export const agent = (name) => call(named(name));

/** Its file as it was written. */
export const agentText = async (name) => (await call(`${named(name)}/text`)).text;

export const putAgent = (name, definition) => put(named(name), definition);
export const putAgentText = (name, text) => put(`${named(name)}/text`, { text });
export const removeAgent = (name) => send(named(name), { method: "DELETE" });
