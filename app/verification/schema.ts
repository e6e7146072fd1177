import { z } from "zod";
import { registerCountries } from "#app/codes/codes.ts";
import { version } from "#app/kernel/version.ts";
import { creditCodeProblem, normaliseCode } from "./credit-code.ts";
import { lineOf, textOf } from "#app/kernel/texts.ts";

/** Scans of one organisation at most. */
export const mostDocuments = 5;

/** What an owner hands in: a unified social credit code, or the number in a foreign register. */
export const submitSchema = z
  .object({
    country: z.enum(registerCountries, { error: "required" }),
    code: z.string().overwrite(normaliseCode).check(z.minLength(1, "required"), z.maxLength(40)),
    register: lineOf(120).default(""),
    note: textOf(1000).default(""),
    version,
  })
  .superRefine(({ country, code, register }, context) => {
    if (country !== "CN") {
      if (register === "")
        context.addIssue({ code: "custom", path: ["register"], message: "required" });
      return;
    }
    const problem = creditCodeProblem(code);
    // A wrong check character is told to both sides: who compares with the licence decides.
    if (problem && problem !== "creditCodeCheck")
      context.addIssue({ code: "custom", path: ["code"], message: problem });
  })
  .transform((given) => (given.country === "CN" ? { ...given, register: "" } : given));
export type Submission = z.output<typeof submitSchema>;

const reason = textOf(1000, 1);

/** What an organizer decides. */
export const decisionSchema = z.discriminatedUnion("step", [
  z.object({ step: z.literal("verify"), version }),
  z.object({ step: z.literal("return"), version, reason }),
  z.object({ step: z.literal("revoke"), version, reason }),
]);
export type Decision = z.output<typeof decisionSchema>;
