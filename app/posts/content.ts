import type { PostKind } from "#app/codes/codes.ts";
import type { z } from "zod";
import { needListing, type NeedContent } from "./need.ts";
import { resultListing, type ResultContent } from "./result.ts";

export type PostContent = ({ kind: "need" } & NeedContent) | ({ kind: "result" } & ResultContent);

export type ContentOf<Kind extends PostKind> = Kind extends "need" ? NeedContent : ResultContent;

/** The content of a form with the tag that stored content has. */
export const tagged = (kind: PostKind, content: ContentOf<PostKind>): PostContent =>
  ({ kind, ...content }) as PostContent;

/** The declarations of what people post. */
export const listings = { need: needListing, result: resultListing } as const;

/** The schema of a draft of this kind: any completeness, no wrong value. */
export const draftSchema = <Kind extends PostKind>(kind: Kind): (typeof listings)[Kind]["draft"] =>
  listings[kind].draft;

/** The schema that a submission for review must pass. */
export const submissionSchema = <Kind extends PostKind>(
  kind: Kind,
): (typeof listings)[Kind]["submission"] => listings[kind].submission;

/** Reads stored content, giving fields added since it was stored their empty value. */
export function parseContent(kind: PostKind, stored: unknown): PostContent {
  return kind === "need"
    ? { kind, ...needListing.draft.parse(stored) }
    : { kind, ...resultListing.draft.parse(stored) };
}

/** The fields a submission still lacks or has wrong, by path, with the key of the message. */
export function submissionIssues(
  kind: PostKind,
  content: unknown,
): { path: string; message: string }[] {
  const parsed: z.ZodSafeParseResult<unknown> = submissionSchema(kind).safeParse(content);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => ({
    path: issue.path.join("."),
    message: issue.message,
  }));
}
