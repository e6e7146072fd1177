import { and, eq, inArray, or } from "drizzle-orm";
import type { z } from "zod";
import { audit } from "#app/kernel/audit.server.ts";
import { dealLife } from "#app/deals/change.server.ts";
import { dealMachine } from "#app/deals/stages.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { notifyMembers } from "#app/notifications/notify.server.ts";
import { lockPost } from "#app/posts/change.server.ts";
import { readPost, type Post } from "#app/posts/row.ts";
import { lockRow, takeStep, type Life } from "#app/kernel/steps.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { belongsTo, mayWriteFor, type Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import { newId } from "#db/schema/columns.ts";
import { deal, disclosureGrant, organisation, post } from "#db/schema/index.ts";
import { grantMachine, type GrantAction } from "#app/posts/disclosure/grants.ts";
import { offeredTerms } from "./grant-views.server.ts";
import { disclosureNews } from "./news.ts";
import { mayKeepSecret, maySeePublished } from "#app/posts/disclosure/policy.ts";
import type { acceptanceSchema, requestSchema } from "#app/posts/disclosure/schema.ts";
import { announceDisclosure } from "#app/posts/disclosure/secret.server.ts";
import { currentTerms, termsHashOf } from "#app/posts/disclosure/terms.ts";

type GrantRow = typeof disclosureGrant.$inferSelect;

/**
 * Asks the owner to open a post's confidential part to the organisation the
 * viewer acts for. Asking twice changes nothing.
 *
 * @throws Refusal forbidden, notFound, ownPost or illegalStep
 */
export function requestDisclosure(
  services: Services,
  viewer: Viewer,
  postId: string,
  { message }: z.output<typeof requestSchema>,
): Promise<void> {
  const from = viewer.active;
  if (!from || !mayWriteFor(viewer, from.organisationId)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    const found = await lockPost(transaction, postId, viewer);
    if (belongsTo(viewer, found.organisationId)) throw new Refusal("ownPost");
    if (!maySeePublished(viewer, found) || !found.hasSecret) throw new Refusal("notFound");
    const there = await grantOf(transaction, postId, from.organisationId);
    if (there && ["requested", "opened", "accepted"].includes(there.state)) return;
    const grant = there
      ? await take(transaction, services, viewer, there, "request", { message })
      : await begin(
          transaction,
          services,
          viewer,
          found,
          from.organisationId,
          "requested",
          message,
        );
    await tell(transaction, found, grant, "requested");
  });
}

/**
 * Opens a post's confidential part to a named organisation, asked or not; it is
 * shown only once that organisation has accepted the terms.
 *
 * @throws Refusal forbidden, notFound, or illegalStep when it is open already
 */
export function openTo(
  services: Services,
  viewer: Viewer,
  postId: string,
  organisationId: string,
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const found = await lockPost(transaction, postId, viewer);
    if (!mayKeepSecret(viewer, found)) throw new Refusal("forbidden");
    if (organisationId === found.organisationId) throw new Refusal("ownPost");
    const known = await transaction.$count(organisation, eq(organisation.id, organisationId));
    if (known === 0) throw new Refusal("notFound");
    const there = await grantOf(transaction, postId, organisationId);
    const grant = there
      ? await take(transaction, services, viewer, there, "open", {})
      : await begin(transaction, services, viewer, found, organisationId, "opened", "");
    await tell(transaction, found, grant, "opened");
  });
}

/**
 * The owner's decision on a grant: opens, refuses or revokes it. Revoking takes
 * effect at once, open pages and downloads included.
 *
 * @throws Refusal notFound, forbidden, illegalStep, or conflict when it changed
 *   since it was read
 */
export function decideGrant(
  services: Services,
  viewer: Viewer,
  grantId: string,
  decision: { action: "open" | "refuse" | "revoke"; version: number },
): Promise<void> {
  return inTransaction(services.database, async (transaction) => {
    const grant = await lockRow(transaction, grantLife, eq(disclosureGrant.id, grantId));
    if (!belongsTo(viewer, grant.ownerOrganisationId)) throw new Refusal("notFound");
    if (!mayWriteFor(viewer, grant.ownerOrganisationId)) throw new Refusal("forbidden");
    if (grant.version !== decision.version) throw new Refusal("conflict");
    const decided = await take(transaction, services, viewer, grant, decision.action, {});
    const [row] = await transaction.select().from(post).where(eq(post.id, grant.postId));
    if (!row) throw new Refusal("notFound");
    const news = { open: "opened", refuse: "refused", revoke: "revoked" } as const;
    await tell(transaction, readPost(row), decided, news[decision.action]);
  });
}

/**
 * Accepts the confidentiality terms for the organisation the viewer acts for;
 * what was signed is kept word for word. A repeated send changes nothing.
 *
 * @throws Refusal notFound, forbidden, illegalStep, or conflict when the terms
 *   are not the ones that were shown
 */
export function acceptTerms(
  services: Services,
  viewer: Viewer,
  postId: string,
  signed: z.output<typeof acceptanceSchema>,
): Promise<void> {
  const acting = viewer.active;
  if (!acting || !mayWriteFor(viewer, acting.organisationId)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    const found = await lockPost(transaction, postId, viewer);
    const grant = await grantOf(transaction, postId, acting.organisationId);
    if (!grant) throw new Refusal("notFound");
    if (grant.state === "accepted") return;
    const text = await offeredTerms(transaction, found, acting.organisationId);
    if (termsHashOf(text) !== signed.termsHash || grant.version !== signed.version)
      throw new Refusal("conflict");
    const accepted = await take(transaction, services, viewer, grant, "accept", {
      termsVersion: currentTerms,
      termsText: text,
      termsHash: signed.termsHash,
      signerId: viewer.userId,
      signerName: signed.signerName,
      acceptedAt: services.now(),
    });
    await keepDealsConfidential(transaction, viewer, found, acting.organisationId, services.now());
    await tell(transaction, found, accepted, "accepted");
  });
}

/** The deals of the pair about the post go on to their confidential stage. */
async function keepDealsConfidential(
  transaction: Transaction,
  viewer: Viewer,
  found: Post,
  organisationId: string,
  now: Date,
): Promise<void> {
  const pair = [found.organisationId, organisationId];
  const rows = await dealLife.lock(
    transaction,
    and(
      or(eq(deal.needId, found.id), eq(deal.resultId, found.id)),
      inArray(deal.demandOrganisationId, pair),
      inArray(deal.supplyOrganisationId, pair),
    ),
  );
  for (const running of rows)
    if (dealMachine.can(running.stage, "keepConfidential") && running.stage === "contact")
      await takeStep(transaction, dealLife, running, { action: "keepConfidential", viewer, now });
}

async function grantOf(
  transaction: Transaction,
  postId: string,
  organisationId: string,
): Promise<GrantRow | null> {
  const [row] = await grantLife.lock(
    transaction,
    and(eq(disclosureGrant.postId, postId), eq(disclosureGrant.organisationId, organisationId)),
  );
  return row ?? null;
}

async function begin(
  transaction: Transaction,
  services: Services,
  viewer: Viewer,
  found: Post,
  organisationId: string,
  state: "requested" | "opened",
  message: string,
): Promise<GrantRow> {
  const [row] = await transaction
    .insert(disclosureGrant)
    .values({
      id: newId(),
      postId: found.id,
      ownerOrganisationId: found.organisationId,
      organisationId,
      state,
      message,
      ...(state === "requested"
        ? { requestedById: viewer.userId }
        : { decidedById: viewer.userId, openedAt: services.now() }),
    })
    .onConflictDoNothing()
    .returning();
  if (!row) throw new Refusal("conflict");
  const action = state === "requested" ? "request" : "open";
  await audit(transaction, { actorId: viewer.userId, ...factOf(row, row, { action, viewer }) });
  await announceGrant(transaction, row);
  return row;
}

/** The life of a grant; a post's rules say whose step it is, and the commands ask them. */
const grantLife: Life<GrantRow, GrantAction, Partial<typeof disclosureGrant.$inferInsert>> = {
  lock: (transaction, where) =>
    transaction.select().from(disclosureGrant).where(where).for("update"),
  can: ({ state }, action) => grantMachine.can(state, action),
  next: ({ state }, action) => ({ state: grantMachine.next(state, action) }),
  versionOf: ({ version }) => version,
  write: (transaction, { id, version }, changes, now) =>
    transaction
      .update(disclosureGrant)
      .set({
        ...changes,
        ...(changes.state === "opened" ? { openedAt: now, revokedAt: null } : {}),
        ...(changes.state === "revoked" ? { revokedAt: now } : {}),
        version: version + 1,
        updatedAt: now,
      })
      .where(eq(disclosureGrant.id, id))
      .returning(),
  fact: factOf,
  follow: announceGrant,
};

/** Takes a step of a grant; the owner's name who decided. @throws Refusal as takeStep */
const take = (
  transaction: Transaction,
  services: Services,
  viewer: Viewer,
  grant: GrantRow,
  action: GrantAction,
  changes: Partial<typeof disclosureGrant.$inferInsert>,
): Promise<GrantRow> =>
  takeStep(transaction, grantLife, grant, {
    action,
    viewer,
    now: services.now(),
    changes: {
      ...changes,
      ...(grantMachine.steps[action].by === "owner" ? { decidedById: viewer.userId } : {}),
    },
  });

function factOf(
  grant: GrantRow,
  _before: GrantRow,
  { action, viewer }: { action: GrantAction; viewer: Viewer | null },
) {
  return {
    organisationId: viewer?.active?.organisationId ?? null,
    subjectKind: "post" as const,
    subjectId: grant.postId,
    action: `disclosure_${action}`,
    detail: { organisationId: grant.organisationId, termsHash: grant.termsHash },
  };
}

/** Tells the open pages of both sides. */
function announceGrant(transaction: Transaction, grant: GrantRow): Promise<void> {
  const { postId, ownerOrganisationId, organisationId } = grant;
  return announceDisclosure(transaction, postId, [ownerOrganisationId, organisationId]);
}

/** Tells the side that did not act; the owner is named, since it opened to them. */
async function tell(
  transaction: Transaction,
  found: Post,
  grant: GrantRow,
  news: keyof typeof disclosureNews,
): Promise<void> {
  const kind = disclosureNews[news];
  const toOwner = news === "requested" || news === "accepted";
  const acting = toOwner ? grant.organisationId : grant.ownerOrganisationId;
  const [row] = await transaction
    .select({ name: organisation.name })
    .from(organisation)
    .where(eq(organisation.id, acting));
  const named = toOwner || news === "opened" || found.visibility !== "anonymous";
  await notifyMembers(transaction, toOwner ? grant.ownerOrganisationId : grant.organisationId, {
    kind,
    occasion: `${kind.name}:${grant.id}:${grant.version}`,
    payload: {
      postId: found.id,
      postKind: found.kind,
      postTitle: found.content?.title ?? "",
      organisationName: named ? (row?.name ?? "") : "",
    },
  });
}
