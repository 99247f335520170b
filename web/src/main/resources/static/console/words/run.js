import { words } from "../i18n.js";

export const t = words({
  en: {
    cutOff: "The record ends here: the server stopped before the run was over.",
    starting: "Starting",
    waitsForModel: "Waiting for the model",
    readsConversation: "reading the conversation",
    thinks: "thinking",
    writes: "writing",
    writesCall: (name) => `writing a call of ${name}`,
    waitsForApproval: (name) => `${name} waits for an approval`,
    runs: (name) => `running ${name}`,
    readsResult: "reading the result",
    doing: (step, what) => `Step ${step}: ${what}`,
  },
  zh: {
    cutOff: "记录到此为止：运行结束前服务器停止了。",
    starting: "正在启动",
    waitsForModel: "等待模型",
    readsConversation: "正在阅读对话",
    thinks: "正在思考",
    writes: "正在书写",
    writesCall: (name) => `正在编写对 ${name} 的调用`,
    waitsForApproval: (name) => `${name} 等待批准`,
    runs: (name) => `正在运行 ${name}`,
    readsResult: "正在阅读结果",
    doing: (step, what) => `第 ${step} 步：${what}`,
  },
});
