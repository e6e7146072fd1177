/** The languages mail is written in. */
export type MailLocale = "zh-CN" | "en";

interface MailValues {
  name: string;
  url: string;
  organisation?: string;
  /** Where a new password can be asked for. */
  resetUrl?: string;
}

type MailWriter = (values: MailValues) => { subject: string; body: string };

const texts = {
  verifyEmail: {
    "zh-CN": ({ name, url }) => ({
      subject: "对接平台：请验证您的邮箱",
      body: `${name}，您好：\n\n请打开以下链接，并在页面上点击“确认邮箱”。链接三天内有效：\n${url}\n\n如非本人操作，请忽略本邮件。`,
    }),
    en: ({ name, url }) => ({
      subject: "Duijie: please verify your e-mail address",
      body: `Dear ${name},\n\nOpen this link within three days and press “Confirm” on its page to verify your e-mail address:\n${url}\n\nIf you did not ask for it, ignore this message.`,
    }),
  },
  resetPassword: {
    "zh-CN": ({ name, url }) => ({
      subject: "对接平台：重置密码",
      body: `${name}，您好：\n\n请打开以下链接设置新密码，链接24小时内有效：\n${url}\n\n如非本人操作，请忽略本邮件，密码不会改变。`,
    }),
    en: ({ name, url }) => ({
      subject: "Duijie: set a new password",
      body: `Dear ${name},\n\nOpen this link within 24 hours to set a new password:\n${url}\n\nIf you did not ask for it, ignore this message; your password stays as it is.`,
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
    "zh-CN": ({ name, organisation, url }) => ({
      subject: `${name}邀请您加入“${organisation}”`,
      body: `您好：\n\n${name}邀请您加入“${organisation}”。请打开以下链接接受邀请，七天内有效：\n${url}`,
    }),
    en: ({ name, organisation, url }) => ({
      subject: `${name} invites you to join ${organisation}`,
      body: `Hello,\n\n${name} invites you to join ${organisation}. Open this link within seven days to accept:\n${url}`,
    }),
  },
} satisfies Record<string, Record<MailLocale, MailWriter>>;

export type MailKind = keyof typeof texts;

/** Subject and body of a mail in the reader's language. */
export const mailText = (
  kind: MailKind,
  locale: MailLocale,
  values: MailValues,
): { subject: string; body: string; language: MailLocale } => ({
  ...(texts[kind][locale] as MailWriter)(values),
  language: locale,
});

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
