import { z } from "zod";
import type { PostKind } from "#app/codes/codes.ts";
import { isNumber, unlistedMeasures, type StatedMeasure } from "./stated-measures.ts";
import { countsNeeds, isBundle, sizeOf, titleLack } from "./titles.ts";

const text = z.string().catch("");
const optional = z.string().nullable().catch(null);

const row = z
  .object({ name: text, comparison: text, value: optional, upper: optional, unit: text })
  .catch({ name: "", comparison: "", value: null, upper: null, unit: "" });

/**
 * What is judged of a draft. It reads a stored post as well as a form that is
 * half filled in or wrong: a value that cannot be read counts as not given.
 */
const draftSchema = z.object({
  title: text,
  cluster: text,
  keywords: z.array(text).catch([]),
  indicators: z.array(row).catch([]),
  trl: z.coerce.number().int().min(1).max(9).nullable().catch(null),
  cooperationModes: z.array(text).or(text.transform((one) => (one === "" ? [] : [one]))),
  amountMin: text,
  amountMax: text,
  amountToBeAgreed: z
    .boolean()
    .or(z.literal("on").transform(() => true))
    .catch(false),
  problem: text,
  technology: text,
  goal: text,
  currentState: text,
  deadline: text,
  abstract: text,
  innovation: text,
  appliedWhere: text,
  intellectualProperty: z
    .array(z.object({ kind: text, number: text }).catch({ kind: "", number: "" }))
    .catch([]),
});
type Draft = z.output<typeof draftSchema>;

/** What a good post has, by the matter. */
export type QualityCode =
  | "title"
  | "oneSubject"
  | "problem"
  | "abstract"
  | "ownWords"
  | "innovation"
  | "advantage"
  | "indicators"
  | "quantified"
  | "cluster"
  | "keywords"
  | "trl"
  | "cooperationModes"
  | "amount"
  | "deadline"
  | "currentState"
  | "appliedWhere"
  | "intellectualProperty";

/** What is wrong with it. */
export type QualityLack =
  | "empty"
  | "general"
  | "short"
  | "bundle"
  | "copyOfTitle"
  | "repeated"
  | "advertising"
  | "vague"
  | "unquantified"
  | "few"
  | "past"
  | "soon"
  | "far";

export interface Finding {
  code: QualityCode;
  /** The field of the form that it belongs to. */
  field: string;
  /** How much it counts; the score is the share of the weights that are met. */
  weight: number;
  met: boolean;
  /** Why it is not met; null when it is. */
  lack: QualityLack | null;
  /** What is meant: the indicators without a number. */
  about: string[];
}

export interface Quality {
  /** 0 to 100. */
  score: number;
  /** In the order of the form, always the same ones for a kind. */
  findings: Finding[];
  /** Measures that stand in a text only, which may become indicators. */
  measures: StatedMeasure[];
}

type Rule = [code: QualityCode, field: string, weight: number, judge: (draft: Draft) => Judgement];
type Judgement = QualityLack | null | { lack: QualityLack; about: string[] };

/**
 * How well a draft says what a match needs to know. A pure function for browser
 * and server; `now` is the moment by which a deadline is judged.
 */
export function assess(kind: PostKind, given: unknown, now: Date): Quality {
  const draft = draftSchema.parse(typeof given === "object" && given !== null ? given : {});
  const findings = rules(kind, now).map(([code, field, weight, judge]): Finding => {
    const judged = judge(draft);
    const { lack, about } =
      judged === null || typeof judged === "string" ? { lack: judged, about: [] } : judged;
    return { code, field, weight, met: lack === null, lack, about };
  });
  const total = findings.reduce((sum, { weight }) => sum + weight, 0);
  const reached = findings.reduce((sum, { weight, met }) => sum + (met ? weight : 0), 0);
  const texts =
    kind === "need"
      ? [draft.problem, draft.technology, draft.goal]
      : [draft.abstract, draft.innovation];
  return {
    score: Math.round((100 * reached) / total),
    findings,
    measures: unlistedMeasures(texts, draft.indicators),
  };
}

/** Weights are judgement: texts and indicators decide a match, the rest narrows it. */
function rules(kind: PostKind, now: Date): Rule[] {
  const isNeed = kind === "need";
  const body = isNeed ? "problem" : "abstract";
  const text = (draft: Draft) => draft[body];
  const filled = (name: "cluster" | "trl") => (draft: Draft) =>
    draft[name] === null || draft[name] === "" ? "empty" : null;
  const atLeast =
    (name: "currentState" | "appliedWhere" | "innovation", size: number) => (draft: Draft) =>
      lengthLack(draft[name], size);
  const shared = {
    start: [
      ["title", "title", 14, ({ title }) => titleLack(title)],
      ["oneSubject", "title", 8, (draft) => bundleLack(draft.title, text(draft))],
      ["cluster", "cluster", 6, filled("cluster")],
      ["keywords", "keywords", 8, keywordsLack],
      [body, body, 12, (draft) => lengthLack(ownPart(text(draft)), bodySize)],
      ["ownWords", body, 8, (draft) => ownWordsLack(draft.title, text(draft))],
    ],
    indicators: [
      ["indicators", "indicators", 10, ({ indicators }) => emptyLack(indicators)],
      ["quantified", "indicators", 12, quantifiedLack],
      ["trl", "trl", 5, filled("trl")],
    ],
    end: [
      ["cooperationModes", "cooperationModes", 5, (draft) => emptyLack(draft.cooperationModes)],
      ["amount", "amountMax", 5, amountLack],
    ],
  } satisfies Record<string, Rule[]>;
  return isNeed
    ? [
        ...shared.start,
        ["currentState", "currentState", 7, atLeast("currentState", shortText)],
        ...shared.indicators,
        ...shared.end,
        ["deadline", "deadline", 4, ({ deadline }) => deadlineLack(deadline, now)],
      ]
    : [
        ...shared.start,
        ["innovation", "innovation", 8, atLeast("innovation", shortText)],
        ["advantage", "innovation", 8, ({ innovation }) => advantageLack(innovation)],
        ["appliedWhere", "appliedWhere", 6, atLeast("appliedWhere", 6)],
        ...shared.indicators,
        ["intellectualProperty", "intellectualProperty", 6, propertyLack],
        ...shared.end,
      ];
}

/** Chinese characters, or as much in another script; three or four plain sentences. */
const bodySize = 60;
const shortText = 15;

const emptyLack = (list: unknown[]): QualityLack | null => (list.length === 0 ? "empty" : null);

function lengthLack(text: string, least: number): QualityLack | null {
  if (text.trim() === "") return "empty";
  return sizeOf(text) < least ? "short" : null;
}

function bundleLack(title: string, body: string): QualityLack | null {
  if (title.trim() === "") return "empty";
  return isBundle(title) || countsNeeds(body) ? "bundle" : null;
}

const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");

const sentencesOf = (text: string): string[] =>
  text.split(/[。；;！!？?\n]|\.\s/u).filter((sentence) => plain(sentence) !== "");

/** A text without the sentences that it says again. */
function ownPart(text: string): string {
  const said = new Set<string>();
  const first = sentencesOf(text).filter((sentence) => {
    const key = plain(sentence);
    const isNew = !said.has(key);
    said.add(key);
    return isNew;
  });
  return first.join("\n");
}

const advertising =
  /公司(?:成立|创建|始建|位于|是一家|拥有|现有员工)|成立于|注册(?:资本|资金)|占地(?:面积)?|现有员工|职工\d+|高新技术企业|专精特新|小巨人|龙头企业|行业(?:领先|领军)|荣获|荣誉|驰名商标|著名商标|(?:ISO|IATF)\s?\d{4,5}|年(?:产值|销售额|销售收入)|远销|主营|经营范围|founded in|leading (?:company|manufacturer|enterprise)|registered capital/iu;
/** More than this share of a text about who the organisation is says too little of the matter. */
const mostAdvertising = 0.4;
const mostRepeated = 0.4;

function ownWordsLack(title: string, body: string): QualityLack | null {
  if (body.trim() === "") return "empty";
  const name = plain(title);
  const rest = name === "" ? plain(body) : plain(body).replaceAll(name, "");
  if (sizeOf(rest) < shortText && rest.length < plain(body).length) return "copyOfTitle";
  const told = sizeOf(ownPart(body));
  const praise = sentencesOf(ownPart(body)).filter((sentence) => advertising.test(sentence));
  if (sizeOf(praise.join("\n")) > mostAdvertising * told) return "advertising";
  return told < (1 - mostRepeated) * sizeOf(body) ? "repeated" : null;
}

/** Words by which a text sets itself against what exists; a share or factor says it too. */
const comparing =
  /相比|相较|比.{0,12}(?:高|低|少|快|好|长|优)|优于|高于|低于|超过|替代|取代|传统|现有|国内外|国外|进口|首次|首创|突破|降低|减少|缩短|提高|提升|节约|节省|延长|填补|倍|%|％|than|compared|instead of|better|faster|cheaper|lower|higher|reduc|replac|unlike/iu;

function advantageLack(innovation: string): QualityLack | null {
  if (innovation.trim() === "") return "empty";
  return comparing.test(innovation) ? null : "vague";
}

const fewestKeywords = 3;

function keywordsLack({ title, keywords }: Draft): QualityLack | null {
  const given = new Set(keywords.map(plain).filter((word) => word !== ""));
  if (given.size === 0) return "empty";
  const name = plain(title);
  const adding = [...given].filter((word) => !name.includes(word));
  return adding.length < fewestKeywords ? "few" : null;
}

/** Quantities that are numbers without a unit. */
const withoutUnit = /pH|系数|指数|因子|比$|数$|等级|级别|倍率|ratio|factor|index|grade/iu;

function quantifiedLack({ indicators }: Draft): Judgement {
  if (indicators.length === 0) return "empty";
  const about = indicators
    .filter(
      ({ name, comparison, value, unit }) =>
        comparison === "text" ||
        value === null ||
        !isNumber(value.trim()) ||
        (unit.trim() === "" && !withoutUnit.test(name)),
    )
    .map(({ name }) => name.trim());
  return about.length === 0 ? null : { lack: "unquantified", about };
}

const amountLack = ({ amountMin, amountMax, amountToBeAgreed }: Draft): QualityLack | null =>
  amountToBeAgreed || `${amountMin}${amountMax}`.trim() !== "" ? null : "empty";

const day = 86_400_000;
/** Days: nobody finds a partner, agrees and develops in a month; few plan beyond five years. */
const soonest = 30;
const latest = 5 * 365;

function deadlineLack(deadline: string, now: Date): QualityLack | null {
  const end = Date.parse(`${deadline.trim()}T00:00:00+08:00`);
  if (Number.isNaN(end)) return "empty";
  const days = (end - now.getTime()) / day;
  if (days < 0) return "past";
  if (days < soonest) return "soon";
  return days > latest ? "far" : null;
}

/** A technical secret has no number; everything else is checkable by one. */
function propertyLack({ intellectualProperty: given }: Draft): QualityLack | null {
  if (given.length === 0) return "empty";
  return given.some(({ kind, number }) => kind === "technical_secret" || number.trim() !== "")
    ? null
    : "vague";
}
