import { shownOwnerSchema, type ShownOwner } from "#app/posts/disclosure/crowd.ts";
import type { post } from "#db/schema/index.ts";
import { parseContent, type PostContent } from "./content.ts";
import type { PostKind } from "#app/codes/codes.ts";
import type { PostFacts } from "./policy.ts";

type PostRow = typeof post.$inferSelect;

/** A row of the table post with its codes and its two contents read. */
export interface Post
  extends
    PostFacts,
    Pick<
      PostRow,
      | "id"
      | "authorId"
      | "version"
      | "revision"
      | "title"
      | "cluster"
      | "reviewComment"
      | "submittedAt"
      | "publishedAt"
      | "expiresAt"
      | "remindersSent"
      | "supersededById"
      | "hasSecret"
      | "createdAt"
      | "updatedAt"
    > {
  kind: PostKind;
  draft: PostContent | null;
  content: PostContent | null;
  /** What is shown of its organisation while it is anonymous; null when it never was. */
  shownOwner: ShownOwner | null;
}

/** What others know a post by: never the title of a working copy. */
export const publishedTitle = (row: PostRow): string => readPost(row).content?.title ?? "";

/** Reads a stored post. */
export function readPost(row: PostRow): Post {
  const kind = row.kind;
  const content = row.content === null ? null : parseContent(kind, row.content);
  return {
    ...row,
    kind,
    publication: row.publication,
    draftState: row.draftState,
    draft: row.draft === null ? null : parseContent(kind, row.draft),
    content,
    visibility: content?.visibility ?? null,
    invited: content?.invited ?? [],
    shownOwner: shownOwnerSchema.nullable().parse(row.shownOwner),
  };
}
