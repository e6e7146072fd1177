import { useActionData } from "@remix-run/react";
import { refusedFormOf } from "#app/forms/answer.ts";
import { Notice } from "./parts.tsx";

/** Hidden while the refused form is in view, which says by itself what is wrong; needs no script. */
const whileOutOfView =
  "[:root:has(form[data-refused]:not(details:not([open])_*,dialog:not([open])_*))_&]:hidden";

/**
 * Says at the top of a page why a form of it was refused whose form is not in view: what it
 * was about went on meanwhile, it was sent from another page, or its question is folded away.
 */
export function LostRefusal() {
  const refused = refusedFormOf(useActionData());
  const words = Object.values(refused?.errors ?? {}).flatMap((said) => said ?? []);
  if (words.length === 0) return null;
  return (
    <div className={whileOutOfView}>
      <Notice tone="danger">{words.join(" ")}</Notice>
    </div>
  );
}
