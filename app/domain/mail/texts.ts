/** The languages mail is written in. */
export type MailLocale = "zh-CN" | "en";

interface MailValues {
  name: string;
  url: string;
  organisation?: string;
  title?: string;
}

type MailWriter = (values: MailValues) => { subject: string; body: string };

const texts = {
  verifyEmail: {
    "zh-CN": ({ name, url }) => ({
      subject: "对接平台:请验证您的邮箱",
      body: `${name},您好:\n\n请打开以下链接完成邮箱验证,链接一小时内有效:\n${url}\n\n如非本人操作,请忽略本邮件。`,
    }),
    en: ({ name, url }) => ({
      subject: "Duijie: please verify your e-mail address",
      body: `Dear ${name},\n\nOpen this link within one hour to verify your e-mail address:\n${url}\n\nIf you did not ask for it, ignore this message.`,
    }),
  },
  resetPassword: {
    "zh-CN": ({ name, url }) => ({
      subject: "对接平台:重置密码",
      body: `${name},您好:\n\n请打开以下链接设置新密码,链接一小时内有效:\n${url}\n\n如非本人操作,请忽略本邮件,密码不会改变。`,
    }),
    en: ({ name, url }) => ({
      subject: "Duijie: set a new password",
      body: `Dear ${name},\n\nOpen this link within one hour to set a new password:\n${url}\n\nIf you did not ask for it, ignore this message; your password stays as it is.`,
    }),
  },
  invitation: {
    "zh-CN": ({ name, organisation, url }) => ({
      subject: `${name} 邀请您加入“${organisation}”`,
      body: `您好:\n\n${name} 邀请您加入“${organisation}”。请打开以下链接接受邀请,七天内有效:\n${url}`,
    }),
    en: ({ name, organisation, url }) => ({
      subject: `${name} invites you to join ${organisation}`,
      body: `Hello,\n\n${name} invites you to join ${organisation}. Open this link within seven days to accept:\n${url}`,
    }),
  },
  postExpiring: {
    "zh-CN": ({ name, title, url }) => ({
      subject: `即将到期:${title}`,
      body: `${name},您好:\n\n您发布的“${title}”即将到期,到期后将不再出现在检索和匹配中。打开以下页面可一键续期:\n${url}`,
    }),
    en: ({ name, title, url }) => ({
      subject: `Expiring soon: ${title}`,
      body: `Dear ${name},\n\n"${title}" expires soon and will then leave search and matches. Renew it with one click:\n${url}`,
    }),
  },
  milestoneDue: {
    "zh-CN": ({ name, title, url }) => ({
      subject: `里程碑即将到期:${title}`,
      body: `${name},您好:\n\n技术合同的里程碑“${title}”即将到期。请打开以下页面查看约定的日期和进展:\n${url}`,
    }),
    en: ({ name, title, url }) => ({
      subject: `Milestone due soon: ${title}`,
      body: `Dear ${name},\n\nThe milestone "${title}" of your technology contract is due soon. See the agreed day and how it stands here:\n${url}`,
    }),
  },
  milestoneOverdue: {
    "zh-CN": ({ name, title, url }) => ({
      subject: `里程碑已逾期:${title}`,
      body: `${name},您好:\n\n技术合同的里程碑“${title}”已过约定日期,尚未验收。请打开以下页面处理:\n${url}`,
    }),
    en: ({ name, title, url }) => ({
      subject: `Milestone overdue: ${title}`,
      body: `Dear ${name},\n\nThe milestone "${title}" of your technology contract is past its agreed day and not accepted yet. See to it here:\n${url}`,
    }),
  },
} satisfies Record<string, Record<MailLocale, MailWriter>>;

/** Subject and body of a mail in the reader's language. */
export const mailText = (
  kind: keyof typeof texts,
  locale: MailLocale,
  values: MailValues,
): { subject: string; body: string } => (texts[kind][locale] as MailWriter)(values);
