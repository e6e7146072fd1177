import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { and, desc, eq, lt } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import { readPost } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import { belongsTo, type MaybeViewer, type Viewer } from "#app/kernel/viewer.ts";
import type { DisclosedPart } from "#app/codes/codes.ts";
import { attachment, disclosureView, organisation, post, user } from "#db/schema/index.ts";
import { maySeeTrail } from "./policy.ts";

/** What somebody of another organisation was shown. */
export interface Shown {
  postId: string;
  ownerOrganisationId: string;
  parts: DisclosedPart[];
  attachmentId?: string;
}

/**
 * Writes down who was shown which parts of a post; the same person and part
 * count once an hour. The owner's own people and guests leave no trail.
 */
export async function recordViews(
  services: Services,
  viewer: MaybeViewer,
  { postId, ownerOrganisationId, parts, attachmentId }: Shown,
): Promise<void> {
  if (!viewer || parts.length === 0 || belongsTo(viewer, ownerOrganisationId)) return;
  const hour = new Date(Math.floor(services.now().getTime() / 3_600_000) * 3_600_000);
  await services.database
    .insert(disclosureView)
    .values(
      parts.map((part) => ({
        postId,
        ownerOrganisationId,
        viewerId: viewer.userId,
        organisationId: viewer.active?.organisationId ?? null,
        part,
        attachmentId: attachmentId ?? null,
        hour,
        createdAt: services.now(),
      })),
    )
    .onConflictDoNothing();
}

export interface TrailLine {
  id: string;
  personName: string;
  organisationName: string;
  part: DisclosedPart;
  attachmentName: string | null;
  at: string;
}

/**
 * Who saw which part of a post, newest first, paged by the last id.
 *
 * @throws Refusal notFound for others than the owner's people
 */
export async function trailOf(
  services: Services,
  viewer: Viewer,
  postId: string,
  page: { before?: string | undefined; limit: number },
): Promise<Page<TrailLine>> {
  const [row] = await services.database.select().from(post).where(eq(post.id, postId));
  if (!row || !maySeeTrail(viewer, readPost(row))) throw new Refusal("notFound");
  const rows = await services.database
    .select({
      view: disclosureView,
      personName: user.name,
      organisationName: organisation.name,
      attachmentName: attachment.name,
    })
    .from(disclosureView)
    .leftJoin(user, eq(user.id, disclosureView.viewerId))
    .leftJoin(organisation, eq(organisation.id, disclosureView.organisationId))
    .leftJoin(attachment, eq(attachment.id, disclosureView.attachmentId))
    .where(
      and(
        eq(disclosureView.postId, postId),
        page.before ? lt(disclosureView.id, page.before) : undefined,
      ),
    )
    .orderBy(desc(disclosureView.id))
    .limit(rowsFor(page.limit));
  return pageOf(
    rows.map(({ view, ...names }) => ({
      id: view.id,
      personName: names.personName ?? "",
      organisationName: names.organisationName ?? "",
      part: view.part,
      attachmentName: names.attachmentName,
      at: view.createdAt.toISOString(),
    })),
    page.limit,
    (last) => last.id,
  );
}
