// Asks for an API key, where the server takes one.

import * as api from "./api.js";
import { Component, html } from "./vendor.js";
import { t } from "./words/sign-in.js";

export class SignIn extends Component {
  state = { problem: "", busy: false };

  componentDidMount() {
    document.getElementById("key").focus();
  }

  submit = async (event) => {
    event.preventDefault();
    const key = new FormData(event.target).get("key").trim();
    this.setState({ busy: true, problem: "" });
    try {
      await api.signIn(key);
      // Everything that was asked for without a key is asked for again.
      location.reload();
    } catch (error) {
      this.setState({ busy: false, problem: error.message });
    }
  };

  render(_, { problem, busy }) {
    return html`
      <main class="sign-in">
        <form onSubmit=${this.submit} aria-labelledby="sign-in-title">
          <h1 id="sign-in-title">${t("signIn")}</h1>
          <label for="key">${t("key")}</label>
          <input id="key" name="key" type="password" autocomplete="current-password" required disabled=${busy} />
          ${problem && html`<p role="alert">${problem}</p>`}
          <button type="submit" disabled=${busy}>${t("signIn")}</button>
          <p>${t("whereFrom")}</p>
        </form>
      </main>`;
  }
}
