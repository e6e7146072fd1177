import type { NeedContent } from "#app/posts/need.ts";
import type { ResultContent } from "#app/posts/result.ts";

/** Every field that either form has; a form shows those of its kind. */
export type PostFormValue = NeedContent & ResultContent;
