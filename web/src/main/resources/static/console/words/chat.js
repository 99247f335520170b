import { words } from "../i18n.js";

const endings = {
  en: {
    ANSWERED: "answered", BUDGET_EXHAUSTED: "out of budget", CANCELLED: "stopped", REFUSED: "refused", FAILED: "failed",
    NEEDS_INPUT: "needs your input",
  },
  zh: {
    ANSWERED: "已回答", BUDGET_EXHAUSTED: "预算用尽", CANCELLED: "已停止", REFUSED: "已拒绝", FAILED: "失败", NEEDS_INPUT: "需要你的输入",
  },
};

export const t = words({
  en: {
    newConversation: "New conversation",
    context: (tokens) => `Context of ${tokens} tokens`,
    lost: "The connection was lost; it is being taken up again…",
    finished: (kind) => `Finished: ${endings.en[kind] ?? kind}`,
  },
  zh: {
    newConversation: "新对话",
    context: (tokens) => `上下文 ${tokens} 个 token`,
    lost: "连接中断，正在重新连接…",
    finished: (kind) => `已结束：${endings.zh[kind] ?? kind}`,
  },
});
