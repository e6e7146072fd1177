import { z } from "zod";
import { writtenLine, writtenText } from "#app/text/characters.ts";
import { lengthOf } from "#app/text/graphemes.ts";

/**
 * Adds an issue where a text has too few or too many characters, as people count them.
 * `short` is the key of the error for too few; of an empty one it is "required".
 */
const within =
  (least: number, most: number, short: string): z.core.CheckFn<string> =>
  ({ value, issues }) => {
    const length = lengthOf(value);
    const of = { origin: "string", inclusive: true, input: value, continue: true } as const;
    if (length < least) issues.push({ ...of, code: "too_small", minimum: least, message: short });
    if (length > most) issues.push({ ...of, code: "too_big", maximum: most, message: "tooLong" });
  };

const shortOf = (least: number): string => (least === 1 ? "required" : "tooShort");

/**
 * A text of one line, in the form in which text is kept (decision 31), without breaks and
 * with single spaces: a name, a title, what is typed into a field of one line.
 */
export const lineOf = (most: number, least = 0, short = shortOf(least)) =>
  z
    .string()
    .overwrite(writtenLine)
    .check(within(least, most, short));

/** A text of several lines, in the form in which text is kept. */
export const textOf = (most: number, least = 0, short = shortOf(least)) =>
  z
    .string()
    .overwrite(writtenText)
    .check(within(least, most, short));
