import { count, eq } from "drizzle-orm";
import type { Post } from "#app/posts/row.ts";
import type { Reader } from "#db/connection.ts";
import { organisation } from "#db/schema/index.ts";
import { crowdsOf, nothingShown, type ShownOwner } from "./crowd.ts";

/**
 * What a post that goes on the market will show of its organisation while it does
 * not name it; null while it names it. Settled once, by the organisations there
 * are at that moment: a change at the moment at which an organisation registers,
 * moves or is verified would tell that the post is one of few, or its own.
 */
export async function settledOwner(
  reader: Reader,
  content: { visibility: string } | null | undefined,
  known: Pick<Post, "organisationId" | "shownOwner">,
): Promise<ShownOwner | null> {
  if (known.shownOwner !== null || content?.visibility !== "anonymous") return known.shownOwner;
  const [owner] = await reader
    .select()
    .from(organisation)
    .where(eq(organisation.id, known.organisationId));
  if (!owner) return nothingShown;
  const { region, verified } = organisation;
  const crowds = await reader
    .select({ region, verified, count: count() })
    .from(organisation)
    .where(eq(organisation.kind, owner.kind))
    .groupBy(region, verified);
  return crowdsOf(crowds)(owner);
}
