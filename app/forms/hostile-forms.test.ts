import fc, { type Arbitrary } from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { proposalSchema, submissionProposalSchema } from "#app/challenges/content.ts";
import { submittedReviewSchema } from "#app/challenges/ranking.ts";
import { submissionTermsSchema } from "#app/challenges/terms.ts";
import { contractCompleteSchema } from "#app/contracts/schema.ts";
import { needListing } from "#app/posts/need.ts";
import { preferencesSchema } from "#app/notifications/channels.ts";
import { resultListing } from "#app/posts/result.ts";
import {
  programmeItemSchema,
  questionSchema,
  sessionRegistrationSchema,
  sessionSchema,
  tablePlanSchema,
} from "#app/sessions/schema.ts";
import { slotPlanSchema, slotSchema } from "#app/sessions/slots.ts";
import { rowSchema } from "#app/imports/columns.ts";
import { moveSchema } from "#app/deals/schema.ts";
import { signUpSchema, organisationSchema } from "#app/accounts/schema.ts";
import { submitSchema } from "#app/verification/schema.ts";
import { ratingSchema } from "#app/sessions/outcomes/ratings.ts";

/** Forms whose rules across fields compute with what was typed. */
const forms: Record<string, z.ZodType> = {
  needDraft: needListing.draft,
  needSubmission: needListing.submission,
  resultDraft: resultListing.draft,
  resultSubmission: resultListing.submission,
  terms: submissionTermsSchema(new Date()),
  proposal: proposalSchema,
  proposalSubmission: submissionProposalSchema(3, ["南京某大学"]),
  review: submittedReviewSchema(3),
  contract: contractCompleteSchema,
  preferences: preferencesSchema,
  session: sessionSchema,
  tablePlan: tablePlanSchema,
  programmeItem: programmeItemSchema,
  question: questionSchema,
  registration: sessionRegistrationSchema([], 3),
  slotPlan: slotPlanSchema,
  slot: slotSchema,
  needRow: rowSchema("need"),
  resultRow: rowSchema("result"),
  move: moveSchema,
  signUp: signUpSchema,
  organisation: organisationSchema,
  verification: submitSchema,
  rating: ratingSchema,
};

const hostile = fc.oneof(
  fc.constantFrom(
    ...["", " ", "150万", "-1", "1e400", "Infinity", "NaN", "0x10", "١٢", "1,000", "on", "null"],
    ...["2026-02-30", "0000-00-00", "2026-13-45T99:99", "9999-12-31T23:59", "24:00", "Mars/Base"],
    ...["__proto__", "\0", "\ud800", "x".repeat(300), "ge", "range", "text", "public", "invited"],
    ...["1", "5", "3201", "CN", "2027-01-15", "2027-01-15T10:00"],
    ...[
      "30万–50万",
      "1，500，000",
      "２５",
      "三万五",
      "≥95",
      "10^-6",
      "30%",
      "9".repeat(400),
      "1e99999",
    ],
    ...["a＠x.com", "联系@例子.公司", "\u200B", "⻢", "👨‍👩‍👧".repeat(50), "e\u0301", "a\r\nb"],
  ),
  fc.string({ maxLength: 20 }),
);

const anything: Arbitrary<unknown> = fc.oneof(
  hostile,
  hostile,
  fc.constantFrom(undefined, null, 0, -1, 1e21, NaN, true),
);

/**
 * What could be sent for a schema: its shape, with anything at the leaves. `fitting` has
 * a code where a code belongs and text where text does, so that only rules about
 * contents refuse it, and those across fields are reached.
 */
function sentFor(schema: z.core.$ZodType, fitting: boolean, depth = 0): Arbitrary<unknown> {
  const inner = (one: z.core.$ZodType) => sentFor(one, fitting, depth + 1);
  if (depth > 12) return anything;
  if (schema instanceof z.ZodObject)
    return fc.record(
      Object.fromEntries(Object.entries(schema.shape).map(([key, one]) => [key, inner(one)])),
      { requiredKeys: [] },
    );
  if (schema instanceof z.ZodArray) return fc.array(inner(schema.element), { maxLength: 4 });
  if (schema instanceof z.ZodPipe)
    return inner(schema.in instanceof z.ZodTransform ? schema.out : schema.in);
  if ("innerType" in schema._zod.def) return inner(schema._zod.def.innerType as z.core.$ZodType);
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(inner));
  if (!fitting) return anything;
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodString) return hostile;
  if (schema instanceof z.ZodNumber) return fc.integer({ min: -2, max: 40 });
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  return hostile;
}

/** Every text that a form kept, whatever its place. */
const textsIn = (kept: unknown): string[] =>
  typeof kept === "string"
    ? [kept]
    : typeof kept === "object" && kept !== null
      ? Object.values(kept).flatMap(textsIn)
      : [];

test.each(Object.entries(forms))(
  "what the form %s takes can be kept, and taken again",
  (_name, form) => {
    fc.assert(
      fc.property(sentFor(form, true), (sent) => {
        const { data } = form.safeParse(sent);
        for (const text of textsIn(data)) {
          expect(text).not.toMatch(/\0|\r|\p{Cs}/u);
          expect(text.normalize("NFC")).toBe(text);
        }
      }),
      { numRuns: 1_000 },
    );
  },
);

test.each(Object.entries(forms))("the form %s refuses anything without failing", (_name, form) => {
  fc.assert(
    fc.property(fc.oneof(sentFor(form, true), sentFor(form, false)), (sent) => {
      expect(typeof form.safeParse(sent).success).toBe("boolean");
    }),
    { numRuns: 4_000 },
  );
});
