import type { NeedContent } from "#app/posts/need.ts";
import * as commands from "#app/posts/commands.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { approve } from "#app/posts/review.server.ts";
import type { ResultContent } from "#app/posts/result.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";

export type Content = NeedContent | ResultContent;

/** Written, submitted and approved, and not yet worked on by its job; its id. */
export async function approvedPost(
  services: Services,
  organizer: Viewer,
  author: Viewer,
  kind: "need" | "result",
  content: Content,
): Promise<string> {
  const { id } = await commands.createDraft(services, author, kind, content);
  const { revision } = await commands.submit(services, author, id);
  await approve(services, organizer, id, revision);
  return id;
}

/** The same with its job done: found, matched and announced. */
export async function publishedPost(...given: Parameters<typeof approvedPost>): Promise<string> {
  const [services] = given;
  const id = await approvedPost(...given);
  await publishPost(services, id);
  return id;
}
