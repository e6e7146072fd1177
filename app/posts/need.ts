import type { z } from "zod";
import { foundations } from "#app/codes/codes.ts";
import { basics, ending, modes, mrl, trl } from "#app/listings/common.ts";
import { indicators, money } from "#app/listings/components.ts";
import { choice, day, flag, level, text } from "#app/listings/fields.ts";
import {
  hasLength,
  hasOwnWords,
  isQuantified,
  isRealistic,
  isSaid,
  isTold,
  namesAmount,
} from "#app/listings/judges.ts";
import { defineListing } from "#app/listings/listing.ts";

/** A need (技术需求征集表). */
export const needListing = defineListing({
  kind: "need",
  body: "problem",
  fields: {
    ...basics,
    /** Background and the main problem. */
    problem: text({
      section: "text",
      hint: "problem",
      required: true,
      searched: true,
      compared: true,
      measured: true,
      imported: {
        column: "content",
        note: "background and problem; the column may not be missing, its cells may be empty",
      },
      judged: [
        { weight: 12, by: isTold },
        { code: "ownWords", weight: 8, by: hasOwnWords },
      ],
    }),
    /** The key technology wanted and what the indicators mean. */
    technology: text({ section: "text", searched: true, compared: true, measured: true }),
    goal: text({ section: "text", searched: true, compared: true, measured: true, imported: {} }),
    /** State today and what was tried. */
    currentState: text({
      section: "text",
      searched: true,
      compared: true,
      imported: {},
      judged: [{ weight: 7, by: hasLength() }],
    }),
    indicators: indicators({
      section: "indicators",
      side: "wanted",
      hint: "indicators",
      required: true,
      judged: [
        { weight: 10, by: isSaid },
        { code: "quantified", weight: 12, by: isQuantified },
      ],
    }),
    trl: level({ ...trl, label: "trlWanted" }),
    mrl,
    cooperationModes: modes,
    money: money({
      section: "cooperation",
      side: "budget",
      imported: true,
      judged: [{ code: "amount", weight: 5, by: namesAmount }],
    }),
    /** The day by which a solution is needed. */
    deadline: day({
      section: "cooperation",
      required: true,
      sorted: { name: "deadline", direction: "asc" },
      imported: {},
      judged: [{ weight: 4, by: isRealistic }],
    }),
    foundation: choice(foundations, { section: "cooperation", list: "foundations" }),
    importSubstitution: flag({ section: "cooperation" }),
    ...ending,
  },
});

export type NeedContent = z.infer<typeof needListing.draft>;
