import { html } from "./vendor.js";
import { t } from "./words/conversation.js";

const examples = [
  ["exampleCalculate", "What is 48213 * 77?"],
  ["exampleDays", "How many days are there between 2024-01-01 and 2026-11-23?"],
  ["exampleSort", "Sort these numbers: 5, 3, 99, 1"],
  ["exampleChinese", "345 乘以 78 是多少？"],
];

export const Welcome = ({ info, ask }) => html`
  <div class="welcome">
    <h1>${t("welcome")}</h1>
    <p>${info ? html`<strong>${info.model}</strong> ${t("welcomeText")}` : t("connecting")}</p>
    <ul class="examples">
      ${examples.map(([what, question]) => html`
        <li key=${what}><button type="button" onClick=${() => ask(question)}><span>${t(what)}</span>${question}</button></li>`)}
    </ul>
  </div>`;
