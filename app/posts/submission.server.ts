import { and, desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Services } from "#app/kernel/services.ts";
import { isOrganizer, type Viewer } from "#app/kernel/viewer.ts";
import { auditEntry, organisation, post } from "#db/schema/index.ts";
import { formContent, submit } from "./commands.server.ts";
import { submissionIssues } from "./content.ts";
import type { PostKind } from "#app/codes/codes.ts";
import { maySeeDraft, maySeePublished } from "#app/posts/disclosure/policy.ts";
import { postForEditing } from "./queries.server.ts";
import { readPost } from "./row.ts";
import { nearIdenticalTo, type NearIdentical } from "./similar.server.ts";

/**
 * Hands a saved working copy in for review unless posts say nearly the same;
 * then they are answered and nothing is handed in, so that the writer compares.
 *
 * @throws Refusal as `submit` does
 */
export async function submitUnlessNear(
  services: Services,
  viewer: Viewer,
  kind: PostKind,
  postId: string,
): Promise<{ near: NearIdentical[] }> {
  const { content } = await postForEditing(services, viewer, kind, postId);
  const isComplete = submissionIssues(kind, formContent(content)).length === 0;
  const near = isComplete ? await nearIdenticalTo(services, viewer, content, postId) : [];
  if (near.length === 0) await submit(services, viewer, postId);
  return { near };
}

/**
 * Hands in all the same what says nearly the same as others; which ones is kept
 * for the reviewer. `revision` is the one that was compared.
 *
 * @throws Refusal as `submit` does
 */
export async function submitDespiteNear(
  services: Services,
  viewer: Viewer,
  kind: PostKind,
  postId: string,
  revision: number,
): Promise<void> {
  const { content } = await postForEditing(services, viewer, kind, postId);
  const near = await nearIdenticalTo(services, viewer, content, postId);
  await submit(services, viewer, postId, {
    revision,
    nearIdentical: near.map(({ id, share }) => ({ id, share })),
  });
}

const submitted = z.object({
  nearIdentical: z.array(z.object({ id: z.uuid(), share: z.number() })).catch([]),
});

/** What the writer of a submission saw as nearly the same, for its reviewer. */
export async function nearAtSubmission(
  services: Services,
  viewer: Viewer,
  postId: string,
): Promise<
  { id: string; kind: PostKind; title: string; organisationName: string; share: number }[]
> {
  if (!isOrganizer(viewer)) return [];
  const [entry] = await services.database
    .select({ detail: auditEntry.detail })
    .from(auditEntry)
    .where(
      and(
        eq(auditEntry.subjectKind, "post"),
        eq(auditEntry.subjectId, postId),
        eq(auditEntry.action, "submit"),
      ),
    )
    .orderBy(desc(auditEntry.id))
    .limit(1);
  const shares = new Map(
    (entry ? submitted.parse(entry.detail).nearIdentical : []).map(({ id, share }) => [id, share]),
  );
  if (shares.size === 0) return [];
  const rows = await services.database
    .select({ post, organisationName: organisation.name })
    .from(post)
    .innerJoin(organisation, eq(organisation.id, post.organisationId))
    .where(inArray(post.id, [...shares.keys()]));
  return rows
    .map((row) => ({ found: readPost(row.post), organisationName: row.organisationName }))
    .filter(({ found }) => maySeePublished(viewer, found) || maySeeDraft(viewer, found))
    .map(({ found, organisationName }) => ({
      id: found.id,
      kind: found.kind,
      title: found.content?.title ?? found.title,
      organisationName,
      share: shares.get(found.id) ?? 0,
    }))
    .sort((a, b) => b.share - a.share);
}
