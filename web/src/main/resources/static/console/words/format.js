import { words } from "../i18n.js";

export const t = words({
  en: {
    millis: (n) => `${n} ms`,
    seconds: (n) => `${n} s`,
    minutes: (m, s) => `${m} min ${s} s`,
    now: "now",
    agoMinutes: (n) => `${n} min`,
    agoHours: (n) => `${n} h`,
  },
  zh: {
    millis: (n) => `${n} 毫秒`,
    seconds: (n) => `${n} 秒`,
    minutes: (m, s) => `${m} 分 ${s} 秒`,
    now: "刚刚",
    agoMinutes: (n) => `${n} 分钟前`,
    agoHours: (n) => `${n} 小时前`,
  },
});
