import { marketZone } from "#app/codes/codes.ts";
/** The languages mail is written in. */
export type MailLocale = "zh-CN" | "en";

interface MailValues {
  name: string;
  url: string;
  /** When the link stops working, if it does. */
  until?: Date;
  organisation?: string;
  /** Where a new password can be asked for. */
  resetUrl?: string;
  /** Where to ask anew, for a mail that comes when its link is dead. */
  againUrl?: string;
}

interface MailWords {
  subject: string;
  body: string;
}

type MailWriter = (values: Omit<MailValues, "until"> & { until: string }) => MailWords;

/** The moment until which a link works, said so that it is true whenever the mail arrives. */
const untilIn: Record<MailLocale, Intl.DateTimeFormat> = {
  "zh-CN": new Intl.DateTimeFormat("zh-CN", {
    timeZone: marketZone,
    dateStyle: "long",
    timeStyle: "short",
  }),
  en: new Intl.DateTimeFormat("en-GB", {
    timeZone: marketZone,
    dateStyle: "long",
    timeStyle: "short",
  }),
};

const texts = {
  verifyEmail: {
    "zh-CN": ({ name, url, until }) => ({
      subject: "对接平台：请验证您的邮箱",
      body: `${name}，您好：\n\n请在${until}（北京时间）前打开以下链接，并在页面上点击“确认邮箱”：\n${url}\n\n如非本人操作，请忽略本邮件。`,
    }),
    en: ({ name, url, until }) => ({
      subject: "Duijie: please verify your e-mail address",
      body: `Dear ${name},\n\nOpen this link before ${until} (Beijing time) and press “Confirm” on its page to verify your e-mail address:\n${url}\n\nIf you did not ask for it, ignore this message.`,
    }),
  },
  resetPassword: {
    "zh-CN": ({ name, url, until }) => ({
      subject: "对接平台：重置密码",
      body: `${name}，您好：\n\n请在${until}（北京时间）前打开以下链接，设置新密码：\n${url}\n\n如非本人操作，请忽略本邮件，密码不会改变。`,
    }),
    en: ({ name, url, until }) => ({
      subject: "Duijie: set a new password",
      body: `Dear ${name},\n\nOpen this link before ${until} (Beijing time) to set a new password:\n${url}\n\nIf you did not ask for it, ignore this message; your password stays as it is.`,
    }),
  },
  alreadyRegistered: {
    "zh-CN": ({ name, url, resetUrl }) => ({
      subject: "对接平台：您的邮箱已有账户",
      body: `${name}，您好：\n\n有人用这个邮箱注册账户，但它已经有账户了，无需再次注册。请直接登录：\n${url}\n\n忘记密码时，可以在这里设置新密码：\n${resetUrl}\n\n如非本人操作，请忽略本邮件，您的账户没有变化。`,
    }),
    en: ({ name, url, resetUrl }) => ({
      subject: "Duijie: you already have an account",
      body: `Dear ${name},\n\nSomebody asked to sign up with this e-mail address. It has an account already, so just sign in:\n${url}\n\nIf you forgot your password, set a new one here:\n${resetUrl}\n\nIf it was not you, ignore this message; your account is as it was.`,
    }),
  },
  invitation: {
    "zh-CN": ({ name, organisation, url, until }) => ({
      subject: `${name}邀请您加入“${organisation}”`,
      body: `您好：\n\n${name}邀请您加入“${organisation}”。请在${until}（北京时间）前打开以下链接接受邀请：\n${url}`,
    }),
    en: ({ name, organisation, url, until }) => ({
      subject: `${name} invites you to join ${organisation}`,
      body: `Hello,\n\n${name} invites you to join ${organisation}. Open this link before ${until} (Beijing time) to accept:\n${url}`,
    }),
  },
} satisfies Record<string, Record<MailLocale, MailWriter>>;

export type MailKind = keyof typeof texts;

/** What is sent in place of a mail that was held up until its link was dead. */
const lateTexts: Partial<Record<keyof typeof texts, Record<MailLocale, MailWriter>>> = {
  verifyEmail: {
    "zh-CN": ({ name, againUrl }) => ({
      subject: "对接平台：验证邮件发送延误，请重新获取",
      body: `${name}，您好：\n\n由于邮件发送延误，给您的验证链接已经失效。请用注册的邮箱和密码登录，我们会再发一封验证邮件：\n${againUrl}\n\n如非本人操作，请忽略本邮件。`,
    }),
    en: ({ name, againUrl }) => ({
      subject: "Duijie: your verification was delayed; please ask again",
      body: `Dear ${name},\n\nOur mail was held up, and the link in it no longer works. Sign in with the address and password you registered, and we send another one:\n${againUrl}\n\nIf you did not ask for it, ignore this message.`,
    }),
  },
  resetPassword: {
    "zh-CN": ({ name, againUrl }) => ({
      subject: "对接平台：重置密码邮件发送延误，请重新申请",
      body: `${name}，您好：\n\n由于邮件发送延误，给您的重置密码链接已经失效。如仍需重置，请重新申请：\n${againUrl}\n\n如非本人操作，请忽略本邮件，密码不会改变。`,
    }),
    en: ({ name, againUrl }) => ({
      subject: "Duijie: your password link was delayed; please ask again",
      body: `Dear ${name},\n\nOur mail was held up, and the link in it no longer works. If you still want a new password, ask again here:\n${againUrl}\n\nIf you did not ask for it, ignore this message; your password stays as it is.`,
    }),
  },
};

/** A link that works for less than so many milliseconds is not sent. */
const timeToUseIt = 10 * 60_000;

/** A mail in the reader's language, with what replaces it once its link is as good as dead. */
export function mailText(
  kind: MailKind,
  locale: MailLocale,
  { until, ...values }: MailValues,
): MailWords & { language: MailLocale; late?: MailWords & { from: string } } {
  const said = { ...values, until: until ? untilIn[locale].format(until) : "" };
  const write: MailWriter = texts[kind][locale];
  const late = until && lateTexts[kind]?.[locale](said);
  return {
    ...write(said),
    language: locale,
    ...(late
      ? { late: { ...late, from: new Date(until.getTime() - timeToUseIt).toISOString() } }
      : {}),
  };
}

/** One piece of news in a mail. */
export interface MailItem {
  title: string;
  lines: string[];
  url: string;
}

/** What stands around news. */
interface NewsFrame {
  greeting: (name: string) => string;
  /** The subject of several pieces of news. */
  many: (count: number) => string;
  settings: (url: string) => string;
  unsubscribe: (url: string) => string;
}

const newsFrames: Record<MailLocale, NewsFrame> = {
  "zh-CN": {
    greeting: (name) => `${name},您好:`,
    many: (count) => `对接平台:${count}条新消息`,
    settings: (url) => `选择接收哪些通知、何时接收:\n${url}`,
    unsubscribe: (url) => `不再接收此类邮件(无需登录):\n${url}`,
  },
  en: {
    greeting: (name) => `Dear ${name},`,
    many: (count) => `Duijie: ${count} new notifications`,
    settings: (url) => `Choose what you are told and when:\n${url}`,
    unsubscribe: (url) => `Stop mail of this kind (without signing in):\n${url}`,
  },
};

/** A mail that tells news: one piece, or several together, and how to hear less. */
export function newsText(
  locale: MailLocale,
  values: {
    name: string;
    items: MailItem[];
    settingsUrl: string;
    /** Null when it cannot be stopped. */
    unsubscribeUrl: string | null;
  },
): { subject: string; body: string; language: MailLocale } {
  const frame = newsFrames[locale];
  const { items, unsubscribeUrl } = values;
  const [only] = items;
  return {
    subject: items.length === 1 && only ? only.title : frame.many(items.length),
    body: [
      frame.greeting(values.name),
      ...items.map(({ title, lines, url }) => [title, ...lines, url].join("\n")),
      "—",
      frame.settings(values.settingsUrl),
      ...(unsubscribeUrl === null ? [] : [frame.unsubscribe(unsubscribeUrl)]),
    ].join("\n\n"),
    language: locale,
  };
}

/** The language that mail to a person is written in. */
export const mailLocale = (locale: string | null | undefined): MailLocale =>
  locale === "en" ? "en" : "zh-CN";
