import { eq } from "drizzle-orm";
import { Refusal } from "#app/domain/errors.ts";
import { maySeeInterest, sideOf } from "#app/domain/interests/policy.ts";
import type { InterestState } from "#app/domain/interests/schema.ts";
import { maySeeOrganisation, maySeePublished } from "#app/domain/posts/policy.ts";
import { readPost } from "#app/domain/posts/row.ts";
import { belongsTo, type Viewer } from "#app/domain/viewer/viewer.ts";
import type { Reader } from "#db/connection.ts";
import { interest, interestMessage, organisation, post } from "#db/schema/index.ts";
import type { Subject } from "./schema.ts";

/** What is reported, as far as the reporter may know it. */
export interface ReportedThing {
  /** Its title, name or words. */
  text: string;
  /** The reported side. */
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
  { kind, id }: Subject,
): Promise<ReportedThing> {
  const found = await finders[kind](reader, viewer, id);
  if (belongsTo(viewer, found.organisationId)) throw new Refusal("ownPost");
  return found;
}

const finders: Record<
  Subject["kind"],
  (reader: Reader, viewer: Viewer, id: string) => Promise<ReportedThing>
> = {
  post: async (reader, viewer, id) => {
    const [row] = await reader
      .select({ post, name: organisation.name })
      .from(post)
      .innerJoin(organisation, eq(organisation.id, post.organisationId))
      .where(eq(post.id, id));
    const found = row && readPost(row.post);
    if (!row || !found?.content || !maySeePublished(viewer, found)) throw new Refusal("notFound");
    return {
      text: found.content.title,
      organisationId: found.organisationId,
      organisationName: maySeeOrganisation(viewer, found, false) ? row.name : "",
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
      .select({ message: interestMessage, interest, post })
      .from(interestMessage)
      .innerJoin(interest, eq(interest.id, interestMessage.interestId))
      .innerJoin(post, eq(post.id, interest.postId))
      .where(eq(interestMessage.id, id));
    const facts = row && { ...row.interest, state: row.interest.state as InterestState };
    if (!row || !facts || !maySeeInterest(viewer, facts)) throw new Refusal("notFound");
    const [author] = await reader
      .select({ name: organisation.name })
      .from(organisation)
      .where(eq(organisation.id, row.message.organisationId));
    const hidden =
      readPost(row.post).visibility === "anonymous" &&
      facts.state !== "accepted" &&
      sideOf(viewer, facts) === facts.fromOrganisationId;
    return {
      text: row.message.body,
      organisationId: row.message.organisationId,
      organisationName: hidden ? "" : (author?.name ?? ""),
      path: `/interests/${row.interest.id}`,
    };
  },
};
