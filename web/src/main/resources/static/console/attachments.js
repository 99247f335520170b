// The files that the next question tells of, on their way to the server one after the other.

import { newSession } from "./api.js";
import * as api from "./api-control.js";
import { draftOf, keepDraft } from "./drafts.js";
import { bytes } from "./format.js";
import { t } from "./words/composer.js";

/**
 * file {id, name, bytes, sent, state, problem, content}; `content` is what the user gave, null after a reload.
 * A file's state: waiting, sending, attached, failed, removing.
 */
export class Attachments {
  #files = [];
  #changed;
  #place;
  #sending = null;
  #ids = 0;

  /**
   * @param changed is called with the files whenever they change
   * @param place {ready(): whether the session takes files now, sessionId(): null where there is none yet,
   *     made(sessionId): is called when one was made for the files, limits(): {fileBytes} or undefined}
   */
  constructor(changed, place) {
    this.#changed = changed;
    this.#place = place;
  }

  get files() {
    return this.#files;
  }

  /** Another conversation, with what was attached to its next question before; whatever is on its way is forgotten. */
  enter() {
    this.#sending?.abort();
    this.#sending = null;
    this.#files = draftOf(this.#place.sessionId()).files.map(({ name, bytes }) => ({ id: this.#ids++, name, bytes, sent: bytes, state: "attached", problem: null, content: null }));
    this.#changed(this.#files);
  }

  add(contents) {
    const added = contents.map((content) => this.#file(content));
    this.#set([...this.#files, ...added]);
    this.send();
  }

  #file(content) {
    const most = this.#place.limits()?.fileBytes ?? Infinity;
    const problem = content.size > most ? { status: 413, code: "file_too_large", text: t("tooLarge", bytes(content.size), bytes(most)) } : null;
    return {
      id: this.#ids++, name: content.name, bytes: content.size, sent: 0, state: problem ? "failed" : "waiting", problem, content, overwrite: false,
    };
  }

  /** Sends what waits, when the session takes files. */
  async send() {
    const next = this.#files.find((file) => file.state === "waiting");
    if (!next || this.#sending || !this.#place.ready()) {
      return;
    }
    const upload = { abort: () => {} };
    this.#sending = upload;
    try {
      const session = await this.#session();
      if (this.#sending !== upload || !this.#has(next)) {
        return;
      }
      this.#edit(next, { state: "sending", sent: 0 });
      const sent = api.upload(session, next.name, next.content, next.overwrite, (count) => this.#edit(next, { sent: count }));
      upload.abort = sent.abort;
      const { name } = await sent.done;
      this.#edit(next, { state: "attached", name, sent: next.bytes });
    } catch (error) {
      // One that was taken away while it was sent is gone already.
      this.#edit(next, { state: "failed", problem: problemOf(error) });
    } finally {
      if (this.#sending === upload) {
        this.#sending = null;
        this.send();
      }
    }
  }

  /** Once more, after it failed. */
  again(id, overwrite = false) {
    this.#set(this.#files.map((file) => (file.id === id ? { ...file, state: "waiting", problem: null, overwrite } : file)));
    this.send();
  }

  /** Takes a file away, from the server's folder, too. */
  async remove(id) {
    const file = this.#files.find((each) => each.id === id);
    if (file?.state === "attached") {
      this.#edit(file, { state: "removing" });
      try {
        await api.detach(this.#place.sessionId(), file.name);
      } catch (error) {
        if (error.status !== 404) {
          this.#edit(file, { state: "attached", problem: problemOf(error) });
          return;
        }
      }
    }
    this.#set(this.#files.filter((each) => each.id !== id));
    if (file?.state === "sending") {
      this.#sending?.abort();
      // The server may have had all of it already; where it has none of it, there is nothing to say.
      await api.detach(this.#place.sessionId(), file.name).catch(() => {});
    }
  }

  /** The question has gone that tells of them. */
  asked() {
    this.#set(this.#files.filter((file) => file.state !== "attached"));
  }

  /** Files need a session to lie in. */
  async #session() {
    const sending = this.#sending;
    const known = this.#place.sessionId();
    if (known) {
      return known;
    }
    const { sessionId } = await newSession();
    if (sending === this.#sending) {
      this.#place.made(sessionId);
    }
    return sessionId;
  }

  #has = (file) => this.#files.some((each) => each.id === file.id);

  #edit(file, change) {
    this.#set(this.#files.map((each) => (each.id === file.id ? { ...each, ...change } : each)));
  }

  #set(files) {
    this.#files = files;
    const attached = files.filter((file) => file.state === "attached").map(({ name, bytes }) => ({ name, bytes }));
    keepDraft(this.#place.sessionId(), { files: attached });
    this.#changed(files);
  }
}

const problemOf = ({ status, code, message }) => ({ status, code, text: message });

/** Pasted pictures are all called the same: the time tells them apart. */
export function named(file, now = new Date()) {
  if (!/^image\.\w+$/.test(file.name)) {
    return file;
  }
  const time = now.toTimeString().slice(0, 8).replaceAll(":", "");
  return new File([file], file.name.replace("image", `image-${time}-${now.getMilliseconds()}`), { type: file.type });
}
