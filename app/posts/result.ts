import type { z } from "zod";
import { evaluationKinds } from "#app/codes/codes.ts";
import { basics, ending, modes, mrl, trl } from "#app/listings/common.ts";
import { indicators, money, rights } from "#app/listings/components.ts";
import { level, line, radio, text } from "#app/listings/fields.ts";
import {
  hasLength,
  hasOwnWords,
  isCheckable,
  isQuantified,
  isSaid,
  isTold,
  namesAdvantage,
  namesAmount,
} from "#app/listings/judges.ts";
import { defineListing } from "#app/listings/listing.ts";

/** A result (科技成果登记表). */
export const resultListing = defineListing({
  kind: "result",
  body: "abstract",
  fields: {
    ...basics,
    abstract: text({
      section: "text",
      required: true,
      searched: true,
      compared: true,
      measured: true,
      imported: { least: 2 },
      judged: [
        { weight: 12, by: isTold },
        { code: "ownWords", weight: 8, by: hasOwnWords },
      ],
    }),
    innovation: text({
      section: "text",
      hint: "innovation",
      required: true,
      searched: true,
      compared: true,
      measured: true,
      imported: {},
      judged: [
        { weight: 8, by: hasLength() },
        { code: "advantage", weight: 8, by: namesAdvantage },
      ],
    }),
    appliedWhere: text({
      section: "text",
      searched: true,
      compared: true,
      judged: [{ weight: 6, by: hasLength(6) }],
    }),
    economicEffect: text({ section: "text", searched: true, compared: true }),
    indicators: indicators({
      section: "indicators",
      side: "reached",
      hint: "resultIndicators",
      judged: [
        { weight: 10, by: isSaid },
        { code: "quantified", weight: 12, by: isQuantified },
      ],
    }),
    trl: level({ ...trl, required: true }),
    mrl,
    intellectualProperty: rights({
      section: "rights",
      judged: [{ weight: 6, by: isCheckable }],
    }),
    team: line({ section: "rights", disclosure: "name" }),
    /** Who completed the result. */
    people: line({ section: "rights", disclosure: "name", imported: {} }),
    papers: text({ section: "rights" }),
    standards: text({ section: "rights", searched: true, compared: true }),
    awards: text({ section: "rights" }),
    evaluation: radio(evaluationKinds, {
      section: "rights",
      list: "evaluationKinds",
      unsaid: "none",
    }),
    evaluationNote: text({ section: "rights" }),
    cooperationModes: modes,
    money: money({
      section: "cooperation",
      side: "price",
      imported: true,
      judged: [{ code: "amount", weight: 5, by: namesAmount }],
    }),
    ...ending,
  },
});

export type ResultContent = z.infer<typeof resultListing.draft>;
