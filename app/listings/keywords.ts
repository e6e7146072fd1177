import { writtenLine } from "#app/text/characters.ts";

/** How words that are typed into one line stand apart there, and are shown again. */
export const betweenWords = "；";

const marks = /[;；,，、\n]/;

/**
 * The words of a line as its field sends it, each once; what is no line, such as the list
 * that is kept of one, stays as it is.
 */
export const typedWords = (typed: unknown): unknown =>
  typeof typed === "string"
    ? [
        ...new Set(
          typed
            .split(marks)
            .map(writtenLine)
            .filter((word) => word !== ""),
        ),
      ]
    : typed;
