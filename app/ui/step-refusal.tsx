import { useActionData } from "@remix-run/react";
import { refusedFormOf } from "#app/forms/answer.ts";
import { Notice } from "./parts.tsx";

/**
 * Why a step of the page was refused, said at a place of the page's own: for forms that may be
 * folded away or gone once they are refused (`saidByPage`). With `steps` it speaks of those alone.
 */
export function StepRefusal({ steps }: { steps?: readonly string[] }) {
  const refused = refusedFormOf(useActionData());
  const ofForm = refused?.errors[""];
  if (!refused || !ofForm || (steps && !steps.includes(refused.step))) return null;
  return <Notice tone="danger">{ofForm.join(" ")}</Notice>;
}
