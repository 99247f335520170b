// The pages, and how the console looks and speaks.

import { language, speak } from "./i18n.js";
import { AgentsIcon, KnowledgeIcon, ModelIcon, ToolsIcon, TrajectoriesIcon } from "./icons.js";
import { PAGES, address } from "./route.js";
import { THEMES, choose, theme } from "./theme.js";
import { Component, html } from "./vendor.js";
import { t } from "./words/shell.js";

const icons = { agents: AgentsIcon, tools: ToolsIcon, knowledge: KnowledgeIcon, trajectories: TrajectoriesIcon, model: ModelIcon };
const themeNames = { system: "themeSystem", light: "themeLight", dark: "themeDark" };

export const Pages = ({ page }) => html`
  <nav class="pages" aria-label=${t("pages")}>
    <ul>${PAGES.map((name) => html`
      <li key=${name}><a href=${address(name)} aria-current=${name === page ? "page" : undefined}><${icons[name]} />${t(name)}</a></li>`)}</ul>
  </nav>`;

export class Preferences extends Component {
  theme = (event) => {
    choose(event.target.value);
    this.forceUpdate();
  };

  render() {
    return html`
      <div class="preferences">
        <select aria-label=${t("theme")} title=${t("theme")} value=${theme()} onChange=${this.theme}>
          ${THEMES.map((name) => html`<option key=${name} value=${name}>${t(themeNames[name])}</option>`)}
        </select>
        <select aria-label=${t("language")} title=${t("language")} value=${language()} onChange=${(event) => speak(event.target.value)}>
          <option value="en" lang="en">English</option><option value="zh" lang="zh-CN">中文</option>
        </select>
      </div>`;
  }
}
