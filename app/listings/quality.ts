import { z } from "zod";
import { lenientIndicators } from "./components.ts";
import { lenientText, type QualityLack } from "./judging.ts";
import type { Listing } from "./listing.ts";
import { unlistedMeasures, type StatedMeasure } from "./stated-measures.ts";

export interface Finding {
  /** The rule's own name, or that of its field. */
  code: string;
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

const said = z.record(z.string(), z.unknown()).catch({});

/**
 * How well a draft says what a match needs to know, by the rules that its fields declare.
 * It reads a stored listing as well as a form that is half filled in or wrong: a value
 * that cannot be read counts as not said. A pure function for browser and server;
 * `now` is the moment by which a deadline is judged.
 */
export function assess(listing: Listing, given: unknown, now: Date): Quality {
  const draft = said.parse(given);
  const textOf = (name: string) => lenientText.parse(draft[name]);
  const judged = { title: textOf("title"), body: textOf(listing.body), now };
  const fields = Object.entries(listing.fields);
  const findings = fields.flatMap(([name, field]) =>
    field
      .judge("shape" in field ? draft : draft[name], judged)
      .map(({ code, weight, judgement }): Finding => {
        const { lack, about } =
          judgement === null || typeof judgement === "string"
            ? { lack: judgement, about: [] }
            : judgement;
        const place = field.type === "money" ? "amountMax" : name;
        return { code: code ?? name, field: place, weight, met: lack === null, lack, about };
      }),
  );
  const total = findings.reduce((sum, { weight }) => sum + weight, 0);
  const reached = findings.reduce((sum, { weight, met }) => sum + (met ? weight : 0), 0);
  const measured = fields.filter(([, field]) => field.type === "text" && field.measured);
  return {
    score: Math.round((100 * reached) / total),
    findings,
    measures: unlistedMeasures(
      measured.map(([name]) => textOf(name)),
      lenientIndicators.parse(draft.indicators),
    ),
  };
}
