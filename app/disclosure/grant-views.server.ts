import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { and, desc, eq, inArray, isNotNull, lt } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import { readPost, type Post } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import type { Reader } from "#db/connection.ts";
import { disclosureGrant, disclosureTerms, organisation, post } from "#db/schema/index.ts";
import { maySeePublished, maySeeTrail } from "#app/posts/disclosure/policy.ts";
import { currentTerms, termsHashOf, termsText } from "#app/posts/disclosure/terms.ts";
import type { GrantState } from "#app/codes/states.ts";

type GrantRow = typeof disclosureGrant.$inferSelect;

/** The text an organisation is asked to accept now. */
export async function offeredTerms(
  reader: Reader,
  found: Post,
  organisationId: string,
): Promise<string> {
  const names = await reader
    .select({ id: organisation.id, name: organisation.name })
    .from(organisation)
    .where(inArray(organisation.id, [found.organisationId, organisationId]));
  const nameOf = (id: string) => names.find((one) => one.id === id)?.name ?? "";
  const [extra] = await reader
    .select({ extraTerms: disclosureTerms.extraTerms })
    .from(disclosureTerms)
    .where(eq(disclosureTerms.postId, found.id));
  return termsText(currentTerms, {
    owner: nameOf(found.organisationId),
    receiver: nameOf(organisationId),
    title: found.content?.title ?? "",
    extraTerms: extra?.extraTerms ?? "",
  });
}

export interface GrantView {
  id: string;
  state: GrantState;
  version: number;
  organisationId: string;
  organisationName: string;
  message: string;
  termsVersion: string | null;
  termsHash: string | null;
  signerName: string | null;
  acceptedAt: string | null;
  updatedAt: string;
}

/**
 * Whom a post's confidential part was opened to, or who asks, the newest first.
 *
 * @throws Refusal notFound for others than the owner's people
 */
export async function grantsOf(
  services: Services,
  viewer: Viewer,
  postId: string,
  page: { before?: string | undefined; limit: number },
): Promise<Page<GrantView>> {
  const [owner] = await services.database.select().from(post).where(eq(post.id, postId));
  if (!owner || !maySeeTrail(viewer, readPost(owner))) throw new Refusal("notFound");
  const rows = await services.database
    .select({ grant: disclosureGrant, organisationName: organisation.name })
    .from(disclosureGrant)
    .innerJoin(organisation, eq(organisation.id, disclosureGrant.organisationId))
    .where(
      and(
        eq(disclosureGrant.postId, postId),
        page.before ? lt(disclosureGrant.id, page.before) : isNotNull(disclosureGrant.id),
      ),
    )
    .orderBy(desc(disclosureGrant.id))
    .limit(rowsFor(page.limit));
  return pageOf(
    rows.map(({ grant, organisationName }) => viewOf(grant, organisationName)),
    page.limit,
    (last) => last.id,
  );
}

const viewOf = (grant: GrantRow, organisationName: string): GrantView => ({
  id: grant.id,
  state: grant.state,
  version: grant.version,
  organisationId: grant.organisationId,
  organisationName,
  message: grant.message,
  termsVersion: grant.termsVersion,
  termsHash: grant.termsHash,
  signerName: grant.signerName,
  acceptedAt: grant.acceptedAt?.toISOString() ?? null,
  updatedAt: grant.updatedAt.toISOString(),
});

/** What the confidential page shows to the organisation the viewer acts for. */
export interface ReceivedDisclosure {
  grant: Pick<GrantView, "id" | "state" | "version" | "signerName" | "acceptedAt"> | null;
  /** The terms to accept, while the part is opened and they are not accepted. */
  terms: { text: string; hash: string } | null;
}

/**
 * How far a post's confidential part is open to the organisation the viewer acts for.
 *
 * @throws Refusal notFound when the viewer may not see the post
 */
export async function receivedDisclosure(
  services: Services,
  viewer: Viewer,
  postId: string,
): Promise<ReceivedDisclosure> {
  const { database } = services;
  const organisationId = viewer.active?.organisationId;
  const [row] = await database.select().from(post).where(eq(post.id, postId));
  const found = row && readPost(row);
  if (!found || !maySeePublished(viewer, found)) throw new Refusal("notFound");
  if (!organisationId) return { grant: null, terms: null };
  const [grant] = await database
    .select()
    .from(disclosureGrant)
    .where(
      and(eq(disclosureGrant.postId, postId), eq(disclosureGrant.organisationId, organisationId)),
    );
  if (!grant) return { grant: null, terms: null };
  const { id, state, version, signerName, acceptedAt } = viewOf(grant, "");
  const text = state === "opened" ? await offeredTerms(database, found, organisationId) : null;
  return {
    grant: { id, state, version, signerName, acceptedAt },
    terms: text === null ? null : { text, hash: termsHashOf(text) },
  };
}
