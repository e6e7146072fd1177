import { z } from "zod";
import type { TypedFields } from "#app/forms/form-fields.ts";

/** The field beside those of the form that says from which document it was filled in. */
export const fromFileField = "fromFile";

const fromFile = z.object({
  file: z.string(),
  /** What was not understood: the label it stands under, if any, and what it says. */
  rest: z.array(z.object({ label: z.string(), text: z.string() })),
});
export type FromFile = z.output<typeof fromFile>;

/** From which document a form was filled in; null where a person typed it. */
export function fromFileIn(typed: TypedFields | undefined): FromFile | null {
  const written = typed?.find(([name]) => name === fromFileField)?.[1];
  if (written === undefined) return null;
  try {
    return fromFile.safeParse(JSON.parse(written)).data ?? null;
  } catch {
    return null;
  }
}
