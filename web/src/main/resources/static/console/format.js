// Numbers, sizes and times as people read them, in the page's language.

import { locale } from "./i18n.js";
import { t } from "./words/format.js";

export const number = (value, options) => new Intl.NumberFormat(locale(), options).format(value);

export const percent = (share) => number(share, { style: "percent", maximumFractionDigits: 0 });

export function duration(millis) {
  if (millis < 1000) {
    return t("millis", number(Math.round(millis)));
  }
  return millis < 60_000
    ? t("seconds", number(millis / 1000, { minimumFractionDigits: 1, maximumFractionDigits: 1 }))
    : t("minutes", Math.floor(millis / 60_000), Math.round((millis % 60_000) / 1000));
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** In powers of 1000. */
export function bytes(value) {
  const power = value < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3));
  return `${number(value / 1000 ** power, { maximumFractionDigits: power === 0 ? 0 : 1 })} ${UNITS[power]}`;
}

/** How long ago, or the day where that is long ago. */
export function ago(time, now = Date.now()) {
  const minutes = Math.round((now - time) / 60_000);
  if (minutes < 1) {
    return t("now");
  }
  if (minutes < 60) {
    return t("agoMinutes", minutes);
  }
  return minutes < 24 * 60 ? t("agoHours", Math.round(minutes / 60)) : day(time);
}

const day = (time) => new Date(time).toLocaleDateString(locale(), { day: "numeric", month: "short" });

/** Day and time to the minute. */
export const date = (time) => new Date(time).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" });

export const plural = (value, noun) => `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
