import { marketZone } from "#app/codes/codes.ts";
import type { Language } from "./languages.ts";

/** English readers come from many countries: the day before the month, 24 hours. */
/** As Intl knows the languages. */
export const locales: Record<Language, string> = { "zh-CN": "zh-CN", en: "en-GB" };

const dayOnly = /^\d{4}-\d{2}-\d{2}$/;

/** Formats values as one language writes them. */
export interface Format {
  /** A day; an instant is seen in the time zone, a YYYY-MM-DD stays what it is. */
  date: (value: string | Date) => string;
  dateTime: (value: string | Date) => string;
  time: (value: string | Date) => string;
  /** How long ago or from now, in the largest unit that fits. */
  relative: (value: string | Date, now?: Date) => string;
  /** Yuan, from a decimal string: 万元 and 亿元 in Chinese, CNY and millions in English. */
  money: (yuan: string) => string;
  /** The same to the last digit, as it is shown beside a field: 1,500,000 元 or ¥1,500,000. */
  exactMoney: (yuan: string) => string;
  number: (value: number | string, maximumFractionDigits?: number) => string;
  /** A share from 0 to 1. */
  percent: (share: number) => string;
  /** Names joined as the language joins them. */
  list: (names: readonly string[]) => string;
  fileSize: (bytes: number) => string;
}

const relativeSteps = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["week", 7 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

function relativeFormatter(locale: string): Format["relative"] {
  const formatter = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return (value, now = new Date()) => {
    const seconds = (new Date(value).getTime() - now.getTime()) / 1000;
    const step = relativeSteps.find(([, length]) => Math.abs(seconds) >= length);
    if (!step) return formatter.format(0, "second");
    return formatter.format(Math.trunc(seconds / step[1]), step[0]);
  };
}

function chineseMoney(): Format["money"] {
  const exact = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 2 });
  const scaled = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 4 });
  return (yuan) => {
    const amount = Number(yuan);
    if (amount >= 1e8) return `${scaled.format(amount / 1e8)}亿元`;
    if (amount >= 1e4) return `${scaled.format(amount / 1e4)}万元`;
    return `${exact.format(amount)}元`;
  };
}

function englishMoney(): Format["money"] {
  const exact = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });
  const scaled = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 4 });
  return (yuan) => {
    const amount = Number(yuan);
    if (amount >= 1e9) return `CNY ${scaled.format(amount / 1e9)} billion`;
    if (amount >= 1e6) return `CNY ${scaled.format(amount / 1e6)} million`;
    return `CNY ${exact.format(amount)}`;
  };
}

const fileUnits = ["B", "KB", "MB", "GB"] as const;

/** Makes the formats of a language; keep the result, making them is slow. */
export function createFormat(language: Language, timeZone: string = marketZone): Format {
  const locale = locales[language];
  const dateStyle = language === "zh-CN" ? "long" : "medium";
  const days = new Intl.DateTimeFormat(locale, { dateStyle, timeZone });
  const bareDays = new Intl.DateTimeFormat(locale, { dateStyle, timeZone: "UTC" });
  const times = new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  });
  const percents = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const lists = new Intl.ListFormat(locale, { type: "conjunction" });
  const numbers = new Map<number, Intl.NumberFormat>();

  const date: Format["date"] = (value) =>
    typeof value === "string" && dayOnly.test(value)
      ? bareDays.format(new Date(value))
      : days.format(new Date(value));
  const time: Format["time"] = (value) => times.format(new Date(value));
  const number: Format["number"] = (value, maximumFractionDigits = 10) => {
    const formatter =
      numbers.get(maximumFractionDigits) ??
      new Intl.NumberFormat(locale, { maximumFractionDigits });
    numbers.set(maximumFractionDigits, formatter);
    return formatter.format(Number(value));
  };
  return {
    date,
    time,
    dateTime: (value) => `${date(value)} ${time(value)}`,
    relative: relativeFormatter(locale),
    money: language === "zh-CN" ? chineseMoney() : englishMoney(),
    exactMoney: (yuan) => {
      const digits = yuan.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
      return language === "zh-CN" ? `${digits} 元` : `¥${digits}`;
    },
    number,
    percent: (share) => percents.format(share),
    list: (names) => lists.format(names),
    fileSize: (bytes) => {
      const power = Math.min(
        fileUnits.length - 1,
        Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)),
      );
      return `${number(bytes / 1024 ** power, 1)} ${fileUnits[power] ?? "B"}`;
    },
  };
}

const kept = new Map<Language, Format>();

/** The formats of a language in market time. */
export function formatOf(language: Language): Format {
  const known = kept.get(language);
  if (known) return known;
  const made = createFormat(language);
  kept.set(language, made);
  return made;
}
