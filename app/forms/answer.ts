import type { Consequences } from "#app/sessions/consequences.ts";
import type { RefusalCode } from "#app/kernel/refusals.ts";
import type { TypedFields } from "./form-fields.ts";

/** A form that was refused, with all that was typed. */
export interface RefusedForm {
  /** Which form of the page it was (formFields.name). */
  form: string;
  /** What it asked for. */
  step: string;
  typed: TypedFields;
  /** What is wrong, by the name of the field, in the person's language; of the whole form under "". */
  errors: Partial<Record<string, string[]>>;
  /** Why it was refused although each field is well formed. */
  code: RefusalCode | null;
  /** What it would do to meetings, where that must be agreed to first. */
  consequences: Consequences | null;
}

/**
 * What the action of a page answers, other than that it leads on: a form that was refused,
 * or what a step has to show where the person stays.
 */
export type FormAnswer<Shown = null> =
  { refused: RefusedForm; shown: null } | { refused: null; shown: Shown };

/** The refused form that an action's answer holds; null for any other answer. */
export function refusedFormOf(answer: unknown): RefusedForm | null {
  if (typeof answer !== "object" || answer === null || !("refused" in answer)) return null;
  const { refused } = answer;
  return isRefusedForm(refused) ? refused : null;
}

const isRefusedForm = (refused: unknown): refused is RefusedForm =>
  typeof refused === "object" && refused !== null && "form" in refused && "typed" in refused;
