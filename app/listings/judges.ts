import type { LenientIndicator } from "./components.ts";
import type { Judged, Judgement, QualityLack } from "./judging.ts";
import { countsNeeds, isBundle, sizeOf } from "./titles.ts";
import { isEmpty } from "./values.ts";
import { signedNumberText } from "#app/kernel/numbers.ts";

/** Chinese characters, or as much in another script; three or four plain sentences. */
const bodySize = 60;
const shortText = 15;

/** It must say something. */
export const isSaid = (value: string | number | readonly unknown[] | null): QualityLack | null =>
  isEmpty(value) ? "empty" : null;

/** It must say so much, counted as sizeOf does. */
export const hasLength =
  (least: number = shortText) =>
  (text: string): QualityLack | null => {
    if (text.trim() === "") return "empty";
    return sizeOf(text) < least ? "short" : null;
  };

/** A main text of three or four sentences, none of them said twice. */
export const isTold = (text: string): QualityLack | null => hasLength(bodySize)(ownPart(text));

/** A title and main text about one subject. */
export function hasOneSubject(title: string, { body }: Judged): QualityLack | null {
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

/** A main text that speaks of the matter, neither of its title again nor of who wrote it. */
export function hasOwnWords(body: string, { title }: Judged): QualityLack | null {
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

/** A text that sets itself against what exists. */
export function namesAdvantage(innovation: string): QualityLack | null {
  if (innovation.trim() === "") return "empty";
  return comparing.test(innovation) ? null : "vague";
}

const fewestKeywords = 3;

/** Keywords that the title does not have already. */
export function addsKeywords(keywords: readonly string[], { title }: Judged): QualityLack | null {
  const given = new Set(keywords.map(plain).filter((word) => word !== ""));
  if (given.size === 0) return "empty";
  const name = plain(title);
  const adding = [...given].filter((word) => !name.includes(word));
  return adding.length < fewestKeywords ? "few" : null;
}

/** Quantities that are numbers without a unit. */
const withoutUnit = /pH|系数|指数|因子|比$|数$|等级|级别|倍率|ratio|factor|index|grade/iu;

/** Indicators with numbers and units. */
export function isQuantified(indicators: readonly LenientIndicator[]): Judgement {
  if (indicators.length === 0) return "empty";
  const about = indicators
    .filter(
      ({ name, comparison, value, unit }) =>
        comparison === "text" ||
        value === null ||
        !signedNumberText.safeParse(value).success ||
        (unit.trim() === "" && !withoutUnit.test(name)),
    )
    .map(({ name }) => name.trim());
  return about.length === 0 ? null : { lack: "unquantified", about };
}

/** An amount, or that it is to be agreed. */
export const namesAmount = (said: {
  amountMin: string;
  amountMax: string;
  amountToBeAgreed: boolean;
}): QualityLack | null =>
  said.amountToBeAgreed || `${said.amountMin}${said.amountMax}`.trim() !== "" ? null : "empty";

const day = 86_400_000;
/** Days: nobody finds a partner, agrees and develops in a month; few plan beyond five years. */
const soonest = 30;
const latest = 5 * 365;

/** A day that a partner can meet. */
export function isRealistic(deadline: string, { now }: Judged): QualityLack | null {
  const end = Date.parse(`${deadline.trim()}T00:00:00+08:00`);
  if (Number.isNaN(end)) return "empty";
  const days = (end - now.getTime()) / day;
  if (days < 0) return "past";
  if (days < soonest) return "soon";
  return days > latest ? "far" : null;
}

/** A technical secret has no number; everything else is checkable by one. */
export function isCheckable(
  given: readonly { kind: string; number: string }[],
): QualityLack | null {
  if (given.length === 0) return "empty";
  return given.some(({ kind, number }) => kind === "technical_secret" || number.trim() !== "")
    ? null
    : "vague";
}
