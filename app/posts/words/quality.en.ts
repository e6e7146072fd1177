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
  code: {
    title: "Title names object and property",
    oneSubject: "One subject only",
    problem: "Problem described in detail",
    abstract: "Detailed abstract",
    ownWords: "Focused on the subject",
    innovation: "Innovations",
    advantage: "Advantage over existing solutions",
    indicators: "Technical indicators",
    quantified: "Indicators have numbers",
    cluster: "Cluster",
    keywords: "3 to 5 keywords beyond the title",
    trl: "Technology readiness",
    cooperationModes: "Cooperation modes",
    amount: "An amount, or to be agreed",
    deadline: "A realistic deadline",
    currentState: "Current state and what has been tried",
    appliedWhere: "Where it has been applied",
    intellectualProperty: "Intellectual property",
  },
  advice: {
    title: {
      empty: "Start with a title.",
      general: "The title has general words only: name the object, and the property or problem.",
      short: "The title names an object only: add the property wanted or the problem.",
    },
    oneSubject: {
      bundle: "This looks like several posts in one. Each would match better on its own.",
    },
    problem: {
      empty: "Say where it is used, what is wrong today and what it costs.",
      short: "Say more: three or four sentences are good.",
    },
    abstract: {
      empty: "Say what it is for and how it works.",
      short: "Say more: three or four sentences are good.",
    },
    ownWords: {
      copyOfTitle: "The text only repeats the title. Say what the title does not.",
      repeated: "Much of the text is repeated. Remove the repetitions.",
      advertising: "Most of it presents your organisation. Say more about the technical problem.",
    },
    innovation: { empty: "Say what is new.", short: "Say more." },
    advantage: { vague: "Compare with what exists: how much better or cheaper, what it replaces." },
    quantified: { unquantified: "No number or unit: {{about}}" },
    keywords: {
      empty: "Such as the material, process or field of use.",
      few: "Add keywords that the title does not have: other names, materials, fields of use.",
    },
    deadline: {
      past: "This day has passed.",
      soon: "Less than 30 days is hardly enough to find a partner.",
      far: "Few partners can plan more than 5 years ahead.",
    },
    currentState: {
      empty: "Say how far you have got and what you have tried.",
      short: "Say more.",
    },
    appliedWhere: { empty: "Say where it is or has been used.", short: "Say more." },
    intellectualProperty: {
      empty: "List patents, software copyrights or technical secrets.",
      vague: "Give its number.",
    },
  },
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
