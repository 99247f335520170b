import { words } from "../i18n.js";

export const t = words({
  en: {
    goOn: "Continue.",
    unknownRun: (id) => `The server does not know the run ${id} any longer.`,
    nestedRun: "That run answers a call of another agent in this conversation; the conversation itself is shown.",
  },
  zh: {
    goOn: "继续。",
    unknownRun: (id) => `服务器上已没有运行记录 ${id}。`,
    nestedRun: "该运行是本对话中另一个智能体发起的调用，这里显示的是对话本身。",
  },
});
