import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { and, desc, eq, gt, inArray, isNull, isNotNull, notInArray, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import type { MatchFault, MatchVerdict, PostKind } from "#app/codes/codes.ts";
import { publicOwner } from "#app/posts/disclosure/crowd.ts";
import { maySeePublished } from "#app/posts/disclosure/policy.ts";
import { isOnMarket } from "#app/posts/on-market.server.ts";
import { publishedTitle, readPost } from "#app/posts/row.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { matchFeedback, organisation, post, standingMatch } from "#db/schema/index.ts";
import { briefReasonsSchema, hidingVerdicts, type BriefReasons } from "./schema.ts";

/** One standing match as a member of one side sees it. */
export interface StandingLine {
  id: string;
  score: number;
  reasons: BriefReasons;
  /** Since when the organisation can see it. */
  since: string;
  /** Whether it came after the person's last visit. */
  fresh: boolean;
  own: { id: string; kind: PostKind; title: string };
  other: {
    id: string;
    kind: PostKind;
    title: string;
    cluster: string | null;
    trl: number | null;
    /** Empty for an anonymous enterprise. */
    organisationName: string;
    region: string | null;
    verified: boolean;
  };
  answer: { verdict: MatchVerdict; reason: MatchFault | null } | null;
}

/** Where a page of the list ended: equal scores are told apart by id. */
export const matchKey = z
  .string()
  .transform((text) => text.split("/"))
  .pipe(z.tuple([z.string().transform(Number).pipe(z.number().min(0).max(1)), z.uuid()]));

/** What the address of the page asks for; wrong values fall back instead of failing. */
export const matchListSchema = z.object({
  /** Matches of one own post only. */
  post: z.uuid().optional().catch(undefined),
  /** Kind of the posts found. */
  kind: z.enum(["need", "result"]).optional().catch(undefined),
  fresh: z.literal("1").optional().catch(undefined),
  /** The pairs that the organisation has given an answer to, also those it hides. */
  answered: z.literal("1").optional().catch(undefined),
  after: matchKey.optional().catch(undefined),
});
export type MatchListQuery = z.infer<typeof matchListSchema>;

type Side = "need" | "result";

/** The columns of a pair as one side sees them. */
const sideColumns = {
  need: {
    organisationId: standingMatch.needOrganisationId,
    ownId: standingMatch.needId,
    otherId: standingMatch.resultId,
    seesSince: standingMatch.needSeesSince,
  },
  result: {
    organisationId: standingMatch.resultOrganisationId,
    ownId: standingMatch.resultId,
    otherId: standingMatch.needId,
    seesSince: standingMatch.resultSeesSince,
  },
} as const;

const otherKind = (kind: PostKind): Side => (kind === "need" ? "result" : "need");

/**
 * A page of the standing matches of the posts of the organisation the viewer acts
 * for, best first. `seenUntil` says what is new to the viewer; null means all.
 */
export async function listMatches(
  services: Services,
  viewer: Viewer,
  query: MatchListQuery & { seenUntil: Date | null; limit: number },
): Promise<Page<StandingLine>> {
  const { active } = viewer;
  if (!active) return { lines: [], next: null };
  const sides = query.kind ? [otherKind(query.kind)] : (["need", "result"] as const);
  const pages = await Promise.all(
    sides.map((side) => sidePage(services, side, active.organisationId, query)),
  );
  const rows = pages
    .flat()
    .sort((a, b) => b.pair.score - a.pair.score || (a.pair.id < b.pair.id ? 1 : -1));
  const { lines, next } = pageOf(rows, query.limit, ({ pair }) => `${pair.score}/${pair.id}`);
  return { lines: lines.flatMap((row) => lineOf(viewer, row, query.seenUntil) ?? []), next };
}

type Row = Awaited<ReturnType<typeof sidePage>>[number];

async function sidePage(
  services: Services,
  side: Side,
  organisationId: string,
  query: MatchListQuery & { seenUntil: Date | null; limit: number },
) {
  const { ownId, otherId, seesSince, ...columns } = sideColumns[side];
  const own = alias(post, "own");
  const other = alias(post, "other");
  const rows = await services.database
    .select({ pair: standingMatch, own, other, organisation, answer: matchFeedback })
    .from(standingMatch)
    .innerJoin(own, eq(own.id, ownId))
    .innerJoin(other, eq(other.id, otherId))
    .innerJoin(organisation, eq(organisation.id, other.organisationId))
    .leftJoin(
      matchFeedback,
      and(
        eq(matchFeedback.organisationId, organisationId),
        eq(matchFeedback.needId, standingMatch.needId),
        eq(matchFeedback.resultId, standingMatch.resultId),
      ),
    )
    .where(
      and(
        eq(columns.organisationId, organisationId),
        isNull(standingMatch.endedAt),
        isNotNull(seesSince),
        query.post ? eq(ownId, query.post) : undefined,
        query.fresh && query.seenUntil ? gt(seesSince, query.seenUntil) : undefined,
        query.answered
          ? isNotNull(matchFeedback.id)
          : or(isNull(matchFeedback.id), notInArray(matchFeedback.verdict, [...hidingVerdicts])),
        // A post may have ended or run out since its pairs were written.
        isOnMarket(other, services.now()),
        isOnMarket(own, services.now()),
        query.after
          ? sql`(${standingMatch.score}, ${standingMatch.id}) < (${query.after[0]}::float8, ${query.after[1]}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(standingMatch.score), desc(standingMatch.id))
    .limit(rowsFor(query.limit));
  return rows.map((row) => ({ ...row, side }));
}

/** The line of a pair; null when its post was closed to the viewer since the pair was written. */
function lineOf(viewer: Viewer, row: Row, seenUntil: Date | null): StandingLine | null {
  const found = readPost(row.other);
  if (!found.content || !maySeePublished(viewer, found)) return null;
  const shown = publicOwner(found, row.organisation);
  const since = row.side === "need" ? row.pair.needSeesSince : row.pair.resultSeesSince;
  return {
    id: row.pair.id,
    score: row.pair.score,
    reasons: briefReasonsSchema.parse(row.pair.reasons),
    since: since?.toISOString() ?? "",
    fresh: since !== null && (seenUntil === null || since > seenUntil),
    own: { id: row.own.id, kind: row.side, title: publishedTitle(row.own) },
    other: {
      id: found.id,
      kind: found.kind,
      title: found.content.title,
      cluster: found.content.cluster,
      trl: found.content.trl,
      organisationName: shown.name,
      region: shown.region,
      verified: shown.verified,
    },
    answer: row.answer
      ? {
          verdict: row.answer.verdict,
          reason: row.answer.reason,
        }
      : null,
  };
}

const mostPostsNamed = 100;

/** The organisation's open posts, newest first, to choose the matches of one of them. */
export async function ownOpenPosts(
  services: Services,
  viewer: Viewer,
): Promise<{ id: string; kind: PostKind; title: string }[]> {
  const { active } = viewer;
  if (!active) return [];
  const rows = await services.database
    .select()
    .from(post)
    .where(
      and(eq(post.organisationId, active.organisationId), inArray(post.publication, ["published"])),
    )
    .orderBy(desc(post.createdAt), desc(post.id))
    .limit(mostPostsNamed);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    title: publishedTitle(row),
  }));
}
