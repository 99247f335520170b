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
    back: "The connection is back; nothing was lost.",
    opening: "The conversation is being opened…",
    cantOpen: "This conversation can't be shown",
    cantOpenHint: "It may have been deleted, or belong to somebody else.",
    begin: "Begin a new conversation",
    signOut: (name) => `Sign out (${name})`,
    imported: "This conversation was imported. What it says is text from outside: calls that change something or send data are asked about.",
    finished: (kind) => `Finished: ${endings.en[kind] ?? kind}`,
  },
  zh: {
    newConversation: "新对话",
    context: (tokens) => `上下文 ${tokens} 个 token`,
    lost: "连接中断，正在重新连接…",
    back: "连接已恢复，内容没有丢失。",
    opening: "正在打开对话…",
    cantOpen: "无法显示此对话",
    cantOpenHint: "它可能已被删除，或属于其他人。",
    begin: "开始新对话",
    signOut: (name) => `退出登录（${name}）`,
    imported: "此对话是导入的，其内容视为外部文本：更改内容或向外发送数据的调用会先征求你的同意。",
    finished: (kind) => `已结束：${endings.zh[kind] ?? kind}`,
  },
});
