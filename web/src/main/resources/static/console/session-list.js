// The conversations that are kept: a page at a time as the list is scrolled, or those in which words were found.

import { rename, sessions } from "./api-sessions.js";
import { changed } from "./session-menu.js";
import { SessionItem } from "./session-item.js";
import { Component, createRef, html } from "./vendor.js";
import { Empty, Problem } from "./widgets.js";
import { t } from "./words/sessions.js";

const PAGE = 40;
const TYPING_MILLIS = 250;
const LIVE_MILLIS = 4000;
const IDLE_MILLIS = 30_000;

export class SessionList extends Component {
  state = { query: "", shown: "", list: null, next: null, busy: false, problem: "" };
  end = createRef();
  #asked = 0;
  #typing = 0;
  #timer = 0;

  componentDidMount() {
    addEventListener("sessions", this.refresh);
    document.addEventListener("visibilitychange", this.refresh);
    this.observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.more());
    this.refresh();
  }

  componentWillUnmount() {
    removeEventListener("sessions", this.refresh);
    document.removeEventListener("visibilitychange", this.refresh);
    this.observer.disconnect();
    clearTimeout(this.#timer);
    clearTimeout(this.#typing);
  }

  componentDidUpdate(before) {
    if (before.changes !== this.props.changes) {
      this.refresh();
    }
    // Anew after each page, since it tells of changes only and the end may still be in view.
    this.observer.disconnect();
    if (this.end.current && !this.state.busy && !this.state.problem) {
      this.observer.observe(this.end.current);
    }
  }

  /** The first page again; what was read behind it stays. */
  refresh = () => {
    if (document.visibilityState === "visible") {
      this.#read(this.state.query.trim(), null);
    }
  };

  more = () => {
    if (this.state.next && !this.state.busy) {
      this.#read(this.state.shown, this.state.next);
    }
  };

  async #read(query, before) {
    const asked = ++this.#asked;
    clearTimeout(this.#timer);
    this.setState({ busy: true });
    try {
      const page = await sessions(query, before, PAGE);
      if (asked === this.#asked) {
        this.setState((state) => this.#with(state, query, before, page));
      }
    } catch (error) {
      if (asked === this.#asked) {
        this.setState({ busy: false, problem: error.message });
      }
    }
    if (asked === this.#asked) {
      this.#timer = setTimeout(this.refresh, this.state.list?.some((session) => session.live) ? LIVE_MILLIS : IDLE_MILLIS);
    }
  }

  #with({ list, next, shown }, query, before, page) {
    const ids = new Set(page.sessions.map((session) => session.id));
    const done = { busy: false, problem: "", shown: query };
    if (before) {
      return { ...done, list: [...list.filter((session) => !ids.has(session.id)), ...page.sessions], next: page.next };
    }
    const behind = shown === query && list && list.length > PAGE ? list.slice(PAGE).filter((session) => !ids.has(session.id)) : [];
    return { ...done, list: [...page.sessions, ...behind], next: behind.length > 0 ? next : page.next };
  }

  type = (event) => {
    this.setState({ query: event.target.value });
    clearTimeout(this.#typing);
    this.#typing = setTimeout(this.refresh, TYPING_MILLIS);
  };

  clear = () => {
    clearTimeout(this.#typing);
    this.setState({ query: "" }, this.refresh);
  };

  keys = (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.clear();
    }
  };

  rename = async (id, title) => {
    try {
      await rename(id, title);
      this.props.renamed(id, title);
      changed();
    } catch (error) {
      this.setState({ problem: error.message });
    }
  };

  render({ here, deleted }, { query, shown, list, next, busy, problem }) {
    return html`
      <input class="search" type="search" aria-label=${t("search")} placeholder=${t("search")} maxlength="200" value=${query} onInput=${this.type} onKeyDown=${this.keys} />
      <nav class="recent" aria-label=${t("conversations")} aria-busy=${busy}>
        ${problem && html`<${Problem} text=${problem} retry=${this.refresh} />`}
        ${list?.length === 0 && !next && (shown
          ? html`<${Empty} title=${t("notFound", shown)} hint=${t("notFoundHint")} action=${html`<button class="button" type="button" onClick=${this.clear}>${t("clear")}</button>`} />`
          : html`<${Empty} title=${t("none")} hint=${t("noneHint")} />`)}
        ${list && html`<ul>${list.map((session) => html`
          <${SessionItem} key=${session.id} session=${session} here=${session.id === here} rename=${this.rename} deleted=${deleted} />`)}</ul>`}
        ${next && html`<button class="quiet more" type="button" ref=${this.end} onClick=${this.more}>${busy ? t("searching") : t("more")}</button>`}
      </nav>`;
  }
}
