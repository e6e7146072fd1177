import { z } from "zod";
import type { CodeList } from "#app/i18n/codes.ts";
import type { Single, TextTraits, Traits, ValueTraits } from "./declaration.ts";
import {
  judging,
  lenientFlag,
  lenientLevel,
  lenientText,
  lenientTexts,
  type Rule,
} from "./judging.ts";
import { typedWords } from "./keywords.ts";
import * as values from "./values.ts";
import { lineOf } from "#app/kernel/texts.ts";

const { limits } = values;

/** The types of fields with one value. A listing is declared with the functions below. */
export interface LineField extends Single<z.ZodType<string>>, TextTraits {
  type: "line";
  limit: number;
  /** It takes the whole width of the form. */
  wide?: true;
}
export interface TextField extends Single<z.ZodType<string>>, TextTraits {
  type: "text";
  limit: number;
}
export interface DayField extends Single<z.ZodType<string | null>>, ValueTraits {
  type: "day";
}
/** One code of a list, or none. */
export interface ChoiceField extends Single<z.ZodType<string | null>>, ValueTraits {
  type: "choice";
  list: CodeList;
  codes: readonly string[];
  /** Names by which an import may say a code. */
  names?: Record<string, string>;
  /** The text that keeps what an import says and the list does not have. */
  otherwise?: string;
}
/** One code of a short list; there is always one. */
export interface RadioField extends Single<z.ZodType<string>>, ValueTraits {
  type: "radio";
  list: CodeList;
  codes: readonly string[];
  /** The code that says nothing. */
  unsaid: string;
}
export interface ChoicesField extends Single<z.ZodType<string[]>>, ValueTraits {
  type: "choices";
  list: CodeList;
  codes: readonly string[];
  /** A long list stays closed until it is wanted. */
  folded?: true;
}
/** A level of a scale, such as TRL; `list` has the names of the levels, if they have any. */
export interface LevelField extends Single<z.ZodType<number | null>>, ValueTraits {
  type: "level";
  scale: string;
  highest: number;
  list?: "trls";
}
export interface FlagField extends Single<z.ZodType<boolean>>, Traits {
  type: "flag";
}
export interface KeywordsField extends Single<z.ZodType<string[]>>, Traits {
  type: "keywords";
  imported?: TextTraits["imported"];
}

type Texts = { judged?: readonly Rule<string>[] };
type Codes = readonly [string, ...string[]];

/** A line of text; `least` is how many characters a submission needs, if it is filled in. */
export const line = <
  const Given extends TextTraits &
    Texts & { limit?: number; wide?: true; refuse?: (value: unknown) => string | null },
>(
  given: Given,
) => {
  const { limit = limits.line } = given;
  return {
    ...given,
    type: "line" as const,
    limit,
    schema: lineOf(limit).default(""),
    judge: judging(lenientText, given.judged),
  };
};

/** A text of several paragraphs. */
export const text = <const Given extends TextTraits & Texts>(given: Given) => ({
  ...given,
  type: "text" as const,
  limit: limits.text,
  schema: values.text,
  judge: judging(lenientText, given.judged),
});

/** A calendar day. */
export const day = <const Given extends ValueTraits & Texts>(given: Given) => ({
  ...given,
  type: "day" as const,
  schema: values.day,
  judge: judging(lenientText, given.judged),
});

/** A code of a list, or none. */
export const choice = <
  const List extends Codes,
  const Given extends ValueTraits & Texts & Pick<ChoiceField, "list" | "names" | "otherwise">,
>(
  codes: List,
  given: Given,
) => ({
  ...given,
  type: "choice" as const,
  codes,
  schema: values.choice(codes),
  judge: judging(lenientText, given.judged),
});

/** A code of a short list, one of which says nothing and is there at first. */
export const radio = <
  const List extends Codes,
  const Given extends ValueTraits & { list: CodeList; unsaid: List[number] },
>(
  codes: List,
  given: Given,
) => ({
  ...given,
  type: "radio" as const,
  codes,
  schema: z.enum(codes).default(given.unsaid),
  judge: judging(lenientText),
});

/** Any of a list's codes. */
export const choices = <
  const List extends Codes,
  const Given extends ValueTraits & {
    list: CodeList;
    folded?: true;
    judged?: readonly Rule<string[]>[];
  },
>(
  codes: List,
  given: Given,
) => ({
  ...given,
  type: "choices" as const,
  codes,
  schema: values.choices(codes),
  judge: judging(lenientTexts, given.judged),
});

/** A level of a scale. */
export const level = <
  const Given extends ValueTraits &
    Pick<LevelField, "scale" | "highest" | "list"> & { judged?: readonly Rule<number | null>[] },
>(
  given: Given,
) => ({
  ...given,
  type: "level" as const,
  schema: values.level(given.highest),
  judge: judging(
    lenientLevel.transform((said) => (said !== null && said > given.highest ? null : said)),
    given.judged,
  ),
});

/** Yes, or nothing said. */
export const flag = <const Given extends Traits>(given: Given) => ({
  ...given,
  type: "flag" as const,
  schema: z.boolean().default(false),
  judge: judging(lenientFlag),
});

/** Words to be found by; a form sends them as one line. */
export const keywords = <
  const Given extends Traits & {
    imported?: TextTraits["imported"];
    judged?: readonly Rule<string[]>[];
  },
>(
  given: Given,
) => ({
  ...given,
  type: "keywords" as const,
  schema: z.preprocess(
    typedWords,
    z.array(lineOf(limits.keyword, 1)).max(limits.keywords).default([]),
  ),
  judge: judging(z.preprocess(typedWords, lenientTexts).catch([]), given.judged),
});
