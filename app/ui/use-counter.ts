import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDebounce } from "use-debounce";
import { lengthOf } from "#app/text/graphemes.ts";
import { writtenText } from "#app/text/characters.ts";

export interface Counter {
  /** How many characters are left or too many; null without a limit or far from it. */
  words: string | null;
  over: boolean;
  /** The same for a screen reader: only near the limit, and only once the typing rests. */
  announced: string;
  count: (text: string) => void;
}

const rest = 1_000;
/** The share of the limit from which on the count is shown. */
const shownFrom = 0.75;

/** Counts the characters of a text against its limit, as the server does. */
export function useCounter(limit: number | undefined, text: string): Counter {
  const { t } = useTranslation();
  const [length, count] = useState(() => lengthOf(writtenText(text)));
  const left = (limit ?? Infinity) - length;
  const words =
    left < 0
      ? t("common:charactersOver", { count: -left })
      : t("common:charactersLeft", { count: left });
  const worthSaying = limit !== undefined && left < limit / 10 ? words : "";
  const [announced] = useDebounce(worthSaying, rest);
  return {
    words: limit === undefined || length < limit * shownFrom ? null : words,
    over: left < 0,
    announced,
    count: (typed) => count(lengthOf(writtenText(typed))),
  };
}
