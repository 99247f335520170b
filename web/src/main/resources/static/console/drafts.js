// What is begun in a conversation and not asked yet: it outlives a reload, and ends with the browser's tab.

const NONE = { text: "", files: [], system: "" };

const key = (sessionId) => `draft ${sessionId ?? ""}`;

/** @returns {{text: string, files: {name: string, bytes: number}[], system: string}} */
export function draftOf(sessionId) {
  try {
    return { ...NONE, ...JSON.parse(sessionStorage.getItem(key(sessionId))) };
  } catch {
    return NONE; // nothing that this page wrote
  }
}

/** Keeps what is changed of a draft. */
export function keepDraft(sessionId, change) {
  const draft = { ...draftOf(sessionId), ...change };
  try {
    if (!draft.text && draft.files.length === 0 && !draft.system) {
      sessionStorage.removeItem(key(sessionId));
    } else {
      sessionStorage.setItem(key(sessionId), JSON.stringify(draft));
    }
  } catch {
    // The store is full: the draft is on the page, and lives as long as that.
  }
}

/** A new conversation has got its session. */
export function moveDraft(sessionId) {
  const draft = draftOf(null);
  sessionStorage.removeItem(key(null));
  keepDraft(sessionId, draft);
}
