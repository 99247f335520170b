import { Chat, ChatTitle } from "./chat.js";
import { MenuIcon } from "./icons.js";
import { Loaded } from "./loaded.js";
import { route } from "./route.js";
import { Session } from "./session.js";
import { SessionMenu } from "./session-menu.js";
import { Sidebar } from "./sidebar.js";
import { SignIn } from "./sign-in.js";
import "./theme.js";
import { Component, html, render } from "./vendor.js";
import { t } from "./words/shell.js";

class Console extends Component {
  #frame = 0;
  session = new Session((state) => this.show(state));
  state = { ...this.session.state, route: route(), menu: false, signedOut: false };

  /** A model writes faster than a screen shows: at most one rendering a frame. */
  show(state) {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.setState(state));
  }

  componentDidMount() {
    addEventListener("signed-out", () => this.setState({ signedOut: true }));
    addEventListener("language", () => this.forceUpdate());
    addEventListener("hashchange", () => this.followAddress());
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.state.menu) {
        this.setState({ menu: false });
      } else if (event.key === "Escape" && this.state.route.page === "chat" && this.session.busy) {
        this.session.stop();
      }
    });
    this.session.load();
    // At once: a question that is asked before the server has told all is in the conversation that it was asked in.
    this.followAddress();
  }

  followAddress() {
    const here = route();
    this.setState({ menu: false, route: here });
    if (here.page === "chat") {
      this.session.show(here.path);
    }
  }

  close = () => this.setState({ menu: false });

  renamed = (id, title) => this.session.named(id, title);

  render(_, { signedOut, menu, route: { page, path, query }, ...state }) {
    if (signedOut) {
      return html`<${SignIn} />`;
    }
    return html`
      <div class="console" data-menu=${menu}>
        <a class="skip" href="#content" onClick=${(event) => { event.preventDefault(); document.getElementById("content").focus(); }}>${t("skip")}</a>
        <${Sidebar} state=${state} page=${page} close=${this.close} renamed=${this.renamed} />
        <div class="shade" onClick=${this.close}></div>
        <main id="content" tabindex="-1">
          <header class="bar">
            <button class="quiet menu" type="button" aria-label=${t("menu")} aria-expanded=${menu} onClick=${() => this.setState({ menu: true })}><${MenuIcon} /></button>
            ${page === "chat"
              ? html`<${ChatTitle} state=${state} session=${this.session} />`
              : html`<h1 class="bar-title">${t(page)}</h1>`}
            ${page === "chat" && state.sessionId && state.turns.some((turn) => turn.runId) && html`
              <${SessionMenu} key=${state.sessionId} id=${state.sessionId} title=${state.title || state.turns[0].input} leaf=${state.turns.at(-1).runId}
                deleted=${() => { location.hash = "#/"; }} />`}
          </header>
          ${page === "chat"
            ? html`<${Chat} state=${state} session=${this.session} query=${query} />`
            : html`<${Loaded} key=${page} name=${page} path=${path} query=${query} info=${state.info} />`}
        </main>
      </div>`;
  }
}

render(html`<${Console} />`, document.getElementById("console"));
