import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import { disclosedTo } from "#app/posts/disclosure/disclosed.server.ts";
import { postDocument } from "#app/posts/document.ts";
import { isOnMarket } from "#app/posts/on-market.server.ts";
import { readPost } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import { matchedPost, organisation, post, standingMatch } from "#db/schema/index.ts";
import type { SearchDocument } from "#search/documents.ts";
import { diverse } from "#search/matching/diverse.ts";
import type { Contacts } from "./contacts.server.ts";
import { knowing, type OtherPost } from "./find.server.ts";
import { briefReasonsSchema, featuresSchema } from "./schema.ts";
import { cardOf, type MatchView } from "./views.ts";

/** So many times what is shown is read, since some give way: kept apart, or one organisation's surplus. */
const readMore = 3;

export interface Wanted {
  isWanted: (other: OtherPost) => boolean;
  contacts: Contacts;
  limit: number;
}

/**
 * The pairs that a post's own job found, as the viewer may see them, best first: the
 * scores without what stands between the two organisations but for `contacts`, and
 * worded from what both posts say now. Null while the post's newest revision has not
 * been matched.
 */
export async function keptMatches(
  services: Services,
  viewer: MaybeViewer,
  subject: SearchDocument,
  { isWanted, contacts, limit }: Wanted,
): Promise<MatchView[] | null> {
  const { database, matcher, now } = services;
  const [ownId, otherId, otherRevision] =
    subject.kind === "need"
      ? [standingMatch.needId, standingMatch.resultId, standingMatch.resultRevision]
      : [standingMatch.resultId, standingMatch.needId, standingMatch.needRevision];
  const [matched, pairs] = await Promise.all([
    database.query.matchedPost.findFirst({ where: eq(matchedPost.postId, subject.id) }),
    database
      .select({
        otherId: post.id,
        ownerId: post.organisationId,
        visibility: post.visibility,
        /** Whether its words were read in what it says today. */
        current: eq(post.revision, otherRevision).mapWith(Boolean),
        features: standingMatch.features,
        reasons: standingMatch.reasons,
      })
      .from(standingMatch)
      .innerJoin(post, eq(post.id, otherId))
      .where(
        and(
          eq(ownId, subject.id),
          isNull(standingMatch.endedAt),
          isOnMarket(post, now()),
          disclosedTo(viewer),
        ),
      )
      .orderBy(desc(standingMatch.score), desc(standingMatch.id))
      .limit(limit * readMore),
  ]);
  if (matched?.revision !== subject.revision) return null;
  const wanted = pairs
    .map(({ otherId: id, ownerId, visibility, ...pair }) => {
      const document = { id, ownerId, organisationId: visibility === "anonymous" ? null : ownerId };
      const { earlier: _between, ...features } = featuresSchema.parse(pair.features);
      const alone = { ...pair, document, features, score: matcher.chanceOf(features) };
      return knowing(services, contacts, subject, document, alone);
    })
    .filter(({ document }) => isWanted(document))
    .sort((a, b) => b.score - a.score || (a.document.id < b.document.id ? -1 : 1));
  const shown = diverse(wanted).slice(0, limit);
  const documents = await documentsOf(
    database,
    shown.map(({ document }) => document.id),
  );
  return shown.flatMap(({ document: { id }, score, current, features, reasons }) => {
    const document = documents.get(id);
    if (!document) return [];
    const { terms, topics } = briefReasonsSchema.parse(reasons);
    const [need, result] = subject.kind === "need" ? [subject, document] : [document, subject];
    const stated = matcher.statedReasons(need, result);
    const read = current ? { terms, topics } : { terms: [], topics: [] };
    const { embedding = null } = features;
    return [{ document: cardOf(document), score, reasons: { ...stated, ...read, embedding } }];
  });
}

async function documentsOf(
  database: Services["database"],
  ids: string[],
): Promise<Map<string, SearchDocument>> {
  const rows = await database
    .select({ post, organisation })
    .from(post)
    .innerJoin(organisation, eq(organisation.id, post.organisationId))
    .where(inArray(post.id, ids));
  return new Map(
    rows.flatMap((row) => {
      const document = postDocument(readPost(row.post), row.organisation);
      return document ? [[document.id, document] as const] : [];
    }),
  );
}
