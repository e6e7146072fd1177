import { eq } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import { maySeeContents, wasAccepted } from "#app/deals/policy.ts";
import { disclosureTo } from "#app/posts/disclosure/policy.ts";
import { readPost } from "#app/posts/row.ts";
import { belongsTo, type Viewer } from "#app/kernel/viewer.ts";
import type { Reader } from "#db/connection.ts";
import { deal, dealMessage, organisation, post } from "#db/schema/index.ts";
import type { ReportedSubject } from "./schema.ts";

/** What is reported, as far as the reporter may know it. */
export interface ReportedThing {
  /** Its title, name or words. */
  text: string;
  /** The reported side, for the server alone. */
  organisationId: string;
  /** Empty where the reporter may not know whose it is. */
  organisationName: string;
  /** Where the reporter came from. */
  path: string;
}

/**
 * What a person wants to report.
 *
 * @throws Refusal notFound for what the person may not see, ownPost for what is their own
 */
export async function reportedThing(
  reader: Reader,
  viewer: Viewer,
  { kind, id }: ReportedSubject,
): Promise<ReportedThing> {
  const found = await finders[kind](reader, viewer, id);
  if (belongsTo(viewer, found.organisationId)) throw new Refusal("ownPost");
  return found;
}

/**
 * The same for the reporter's page, which must not say whose an anonymous post is.
 *
 * @throws Refusal as reportedThing does
 */
export async function thingToReport(
  ...asked: Parameters<typeof reportedThing>
): Promise<Omit<ReportedThing, "organisationId">> {
  const { organisationId: _reported, ...shown } = await reportedThing(...asked);
  return shown;
}

const finders: Record<
  ReportedSubject["kind"],
  (reader: Reader, viewer: Viewer, id: string) => Promise<ReportedThing>
> = {
  post: async (reader, viewer, id) => {
    const [row] = await reader
      .select({ post, name: organisation.name })
      .from(post)
      .innerJoin(organisation, eq(organisation.id, post.organisationId))
      .where(eq(post.id, id));
    const found = row && readPost(row.post);
    const disclosed = found && disclosureTo(viewer, found);
    if (!row || !found?.content || !disclosed?.post) throw new Refusal("notFound");
    return {
      text: found.content.title,
      organisationId: found.organisationId,
      organisationName: disclosed.name ? row.name : "",
      path: `/${found.kind}s/${id}`,
    };
  },
  organisation: async (reader, _viewer, id) => {
    const [row] = await reader.select().from(organisation).where(eq(organisation.id, id));
    if (!row) throw new Refusal("notFound");
    return {
      text: row.name,
      organisationId: id,
      organisationName: row.name,
      path: `/organisations/${id}`,
    };
  },
  message: async (reader, viewer, id) => {
    const [row] = await reader
      .select({ message: dealMessage, deal })
      .from(dealMessage)
      .innerJoin(deal, eq(deal.id, dealMessage.dealId))
      .where(eq(dealMessage.id, id));
    const found = row && row.deal;
    const from = row?.message.organisationId;
    if (!row || !found || !from || !maySeeContents(viewer, found)) throw new Refusal("notFound");
    const [author] = await reader
      .select({ name: organisation.name })
      .from(organisation)
      .where(eq(organisation.id, from));
    /** Until an interest is accepted one side may be anonymous to the other. */
    const hidden = !wasAccepted(found) && !belongsTo(viewer, from);
    return {
      text: row.message.body,
      organisationId: from,
      organisationName: hidden ? "" : (author?.name ?? ""),
      path: `/deals/${found.id}`,
    };
  },
};
