import type { NeedContent } from "#app/posts/need-schema.ts";
import type { ResultContent } from "#app/posts/result-schema.ts";

/** Every field that either form has; a form shows those of its kind. */
export type PostFormValue = NeedContent & ResultContent;
