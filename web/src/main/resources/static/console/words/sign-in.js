import { html } from "../vendor.js";
import { words } from "../i18n.js";

const command = html`<code>./alltools key create NAME</code>`;

export const t = words({
  en: {
    signIn: "Sign in",
    key: "API key",
    whereFrom: () => html`Whoever runs this server makes keys with ${command}.`,
  },
  zh: {
    signIn: "登录",
    key: "API 密钥",
    whereFrom: () => html`密钥由服务器的管理者用 ${command} 创建。`,
  },
});
