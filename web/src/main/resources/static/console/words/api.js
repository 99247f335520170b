import { words } from "../i18n.js";

export const t = words({
  en: { silent: "The server does not answer. Is it still running?", answered: "The server answered" },
  zh: { silent: "服务器没有响应，它还在运行吗？", answered: "服务器返回" },
});
