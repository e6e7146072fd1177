import type { Translated } from "#app/i18n/translated.ts";
import type { quality as original } from "./quality.zh-CN.ts";

export const quality = {
  title: "Ready to match",
  score: "{{score}} of 100",
  meterHint:
    "The more precise a post, the better its matches. This is advice only and never stops you.",
  complete: "Everything needed for a match is there.",
  open_one: "{{count}} to improve",
  open_other: "{{count}} to improve",
  announced_one: "Ready to match: {{score}} of 100, {{count}} thing to improve",
  announced_other: "Ready to match: {{score}} of 100, {{count}} things to improve",
  met: "Done",
  notMet: "To improve",
  fields: "{{code}}: {{about}}",
  measures: {
    title: "Numbers in the text that are not indicators yet",
    add: "Add as an indicator: {{text}}",
  },
  review: {
    title: "Quality of the text",
    near: "The author saw these near-identical posts and submitted anyway",
    nearNow: "{{share}} alike",
  },
  near: {
    notice_one: "{{count}} post says nearly the same thing",
    notice_other: "{{count}} posts say nearly the same thing",
    noticeText: "You will be asked to compare them before submitting.",
    title: "A nearly identical post exists",
    intro:
      "Your draft is saved and not submitted yet. The posts below say nearly the same thing; matching text is marked. Posting twice splits the interest, so please compare first.",
    yours: "Your draft",
    other: "The existing post",
    share: "{{share}} of the text is the same",
    same: "Text that is the same",
    own: "Your organisation",
    open: "Open this one",
    opensNew: "opens in a new window",
    continue: "Continue from this one",
    continueText:
      "Your organisation’s own post, which has ended. Copy it into a new draft and go on from there; the draft you have now is kept.",
    renewText: "Your organisation’s own post, which has expired. Open it to renew it.",
    back: "Back to editing",
    submit: "Submit anyway",
    submitText: "The reviewer sees that you compared them.",
    gone: "No post says nearly the same thing any more; you can submit.",
    changed: "The draft has changed in the meantime. Please compare again before you submit.",
  },
} as const satisfies Translated<typeof original>;
