import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blockOrganisation } from "#app/blocks/blocks.server.ts";
import { expressInterest } from "#app/interests/commands.server.ts";
import { callKey, noteCall, pairsWorthACall } from "#app/matching/calls.server.ts";
import { callPriority, callRules, restDays } from "#app/matching/calls.ts";
import { answerMatch } from "#app/matching/feedback.server.ts";
import {
  countMatchQuality,
  matchQualityView,
  recountMatchQuality,
} from "#app/matching/quality.server.ts";
import { addDays, dayOf } from "#app/kernel/dates.ts";
import * as commands from "#app/posts/commands.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { approve } from "#app/posts/review.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import {
  auditEntry,
  callCandidate,
  matchCall,
  matchFeedback,
  organisation,
  post,
  standingMatch,
} from "#db/schema/index.ts";
import {
  completeNeed,
  completeResult,
  createPerson,
  openMarket,
  type TestMarket,
} from "#tests/support/market.ts";

let market: TestMarket;
let organizer: Viewer;
let second: Viewer;
let university: Viewer;
let resultId: string;
beforeAll(async () => {
  market = await openMarket();
  organizer = await createPerson(market.services, { platformRole: "organizer" });
  second = await createPerson(market.services, { platformRole: "organizer" });
  university = await createPerson(market.services, { kind: "university" });
  resultId = await published(university, "result", {});
});
afterAll(() => market.close());

async function published(
  viewer: Viewer,
  kind: "need" | "result",
  changes: Parameters<typeof completeNeed>[0] & Parameters<typeof completeResult>[0],
): Promise<string> {
  const { services } = market;
  const content = kind === "need" ? completeNeed(changes) : completeResult(changes);
  const { id } = await commands.createDraft(services, viewer, kind, content);
  const { revision } = await commands.submit(services, viewer, id);
  await approve(services, organizer, id, revision);
  await publishPost(services, id);
  return id;
}

const inDays = (days: number) => dayOf(addDays(new Date(), days));
const code = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    (error: { code: string }) => error.code,
  );
const calls = (limit = 50) => pairsWorthACall(market.services, organizer, { limit });
const listed = async () => (await calls()).lines.map(({ matchId }) => matchId);

/** A pair of a new enterprise's need and the university's result; answers its id. */
async function newPair(
  changes: Parameters<typeof completeNeed>[0] = {},
  person: Parameters<typeof createPerson>[1] = {},
) {
  const owner = await createPerson(market.services, person);
  const needId = await published(owner, "need", { deadline: inDays(20), ...changes });
  const [pair] = await market.services.database
    .select()
    .from(standingMatch)
    .where(eq(standingMatch.needId, needId));
  return { owner, needId, matchId: pair?.id ?? "", score: pair?.score ?? 0 };
}

describe("the pairs most worth a call", () => {
  it("are ranked by the stated rule, whatever the deadline", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.option(fc.integer({ min: 0, max: 400 }), { nil: null }),
        fc.double({ min: callRules.from, max: 1, noNaN: true }),
        async (days, score) => {
          const { database } = market.services;
          const { matchId, needId } = pairOf;
          const deadline = days === null ? null : inDays(days);
          await database
            .update(post)
            .set({
              content: sql`jsonb_set(content, '{deadline}', ${JSON.stringify(deadline)}::jsonb)`,
            })
            .where(eq(post.id, needId));
          await database.update(standingMatch).set({ score }).where(eq(standingMatch.id, matchId));
          await countMatchQuality(market.services);
          const [found] = await database
            .select()
            .from(callCandidate)
            .where(eq(callCandidate.matchId, matchId));
          expect(found?.deadline).toBe(deadline);
          expect(found?.priority).toBeCloseTo(callPriority(score, days), 10);
        },
      ),
      { numRuns: 20 },
    );
  });
  let pairOf: Awaited<ReturnType<typeof newPair>>;
  beforeAll(async () => {
    pairOf = await newPair();
  });

  it("name both sides with their contacts, and are for organizers", async () => {
    const { matchId, owner } = await newPair();
    await countMatchQuality(market.services);
    const line = (await calls()).lines.find((one) => one.matchId === matchId);
    expect(line).toMatchObject({
      need: { organisationName: owner.active?.name, contactEmail: "contact@example.test" },
      result: { organisationName: university.active?.name, contactEmail: "lab@example.test" },
      lastCall: null,
    });
    for (const viewer of [owner, university]) {
      const { services } = market;
      expect(await code(pairsWorthACall(services, viewer, { limit: 5 }))).toBe("forbidden");
      expect(await code(matchQualityView(services, viewer))).toBe("forbidden");
      expect(await code(recountMatchQuality(services, viewer))).toBe("forbidden");
      const call = { matchId, outcome: "in_contact" as const, note: "", clientKey: randomUUID() };
      expect(await code(noteCall(services, viewer, call))).toBe("forbidden");
    }
  });

  it("are paged by falling priority", async () => {
    await newPair({ deadline: inDays(100) });
    await newPair({ deadline: inDays(300) });
    await countMatchQuality(market.services);
    const all = await listed();
    expect(all.length).toBeGreaterThan(3);
    const paged: string[] = [];
    for (let next: string | null = ""; next !== null;) {
      const page: Awaited<ReturnType<typeof calls>> = await pairsWorthACall(
        market.services,
        organizer,
        { after: callKey.safeParse(next).data, limit: 2 },
      );
      paged.push(...page.lines.map(({ matchId }) => matchId));
      next = page.next;
    }
    expect(paged).toEqual(all);
  });

  it("leave out what is past its deadline or of an organisation that is not verified", async () => {
    const { needId, matchId } = await newPair();
    const unverified = await newPair({}, { verified: false });
    await market.services.database
      .update(post)
      .set({ content: sql`jsonb_set(content, '{deadline}', to_jsonb(${inDays(-1)}::text))` })
      .where(eq(post.id, needId));
    await countMatchQuality(market.services);
    const seen = await listed();
    expect(seen).not.toContain(matchId);
    expect(seen).not.toContain(unverified.matchId);
  });

  it.each<[string, (pair: Awaited<ReturnType<typeof newPair>>) => Promise<unknown>]>([
    [
      "one side answers",
      ({ owner, matchId }) =>
        answerMatch(market.services, owner, matchId, { verdict: "good", reason: null }),
    ],
    [
      "one side expresses interest",
      ({ needId }) =>
        expressInterest(market.services, university, needId, {
          message: "我们有相近的成果，希望了解贵方的工况。",
          ownPostId: resultId,
        }),
    ],
    [
      "the other side expresses interest",
      ({ owner, needId }) =>
        expressInterest(market.services, owner, resultId, {
          message: "我们有相近的需求，希望了解贵方的成果。",
          ownPostId: needId,
        }),
    ],
    ["the need is closed", ({ owner, needId }) => commands.close(market.services, owner, needId)],
    [
      "one blocks the other",
      ({ owner }) =>
        blockOrganisation(market.services, owner, university.active?.organisationId ?? "", {
          note: "",
        }),
    ],
    [
      "a verification is lost",
      ({ owner }) =>
        market.services.database
          .update(organisation)
          .set({ verified: false })
          .where(eq(organisation.id, owner.active?.organisationId ?? "")),
    ],
  ])("lose a pair as soon as %s, before they are chosen anew and after", async (_what, happen) => {
    const pair = await newPair();
    await countMatchQuality(market.services);
    expect(await listed()).toContain(pair.matchId);
    await happen(pair);
    expect(await listed()).not.toContain(pair.matchId);
    await countMatchQuality(market.services);
    expect(await listed()).not.toContain(pair.matchId);
  });
});

describe("a call that is noted", () => {
  it("takes the pair off the list for as long as its outcome says, and is kept and audited", async () => {
    const { matchId } = await newPair();
    await countMatchQuality(market.services);
    const call = {
      matchId,
      outcome: "not_reached" as const,
      note: "无人接听",
      clientKey: randomUUID(),
    };
    await noteCall(market.services, organizer, call);
    await noteCall(market.services, organizer, call);
    expect(await listed()).not.toContain(matchId);
    expect(await market.services.database.$count(matchCall)).toBe(1);
    const audited = await market.services.database
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.subjectId, matchId));
    expect(audited).toMatchObject([{ action: "call", actorId: organizer.userId }]);
    const other = { ...call, clientKey: randomUUID() };
    expect(await code(noteCall(market.services, second, other))).toBe("conflict");
    const later = {
      ...market.services,
      now: () => addDays(new Date(), restDays.not_reached + 1),
    };
    const { lines } = await pairsWorthACall(later, organizer, { limit: 50 });
    expect(lines.find((line) => line.matchId === matchId)?.lastCall).toMatchObject({
      outcome: "not_reached",
      note: "无人接听",
      by: organizer.name,
    });
  });

  it("is refused for a pair that is not there", async () => {
    const call = {
      matchId: randomUUID(),
      outcome: "in_contact" as const,
      note: "",
      clientKey: randomUUID(),
    };
    expect(await code(noteCall(market.services, organizer, call))).toBe("notFound");
  });
});

describe("how matches were judged", () => {
  it("is counted by the need's cluster and month in the market's zone, with the interval", async () => {
    const { database } = market.services;
    await database.delete(matchFeedback);
    const answers = [
      ["good", null, "2026-10-31T15:59:00Z"],
      ["known", null, "2026-10-31T16:01:00Z"],
      ["bad", "maturity", "2026-11-02T00:00:00Z"],
      ["bad", "maturity", "2026-11-03T00:00:00Z"],
      ["bad", "terms", "2026-11-03T00:00:00Z"],
    ] as const;
    for (const [verdict, reason, at] of answers) {
      const { owner, needId } = await newPair();
      await database.insert(matchFeedback).values({
        organisationId: owner.active?.organisationId ?? "",
        needId,
        resultId,
        verdict,
        reason,
        score: 0.7,
        features: {},
        createdAt: new Date(at),
      });
    }
    const services = { ...market.services, now: () => new Date("2026-11-25T00:00:00Z") };
    await recountMatchQuality(services, organizer);
    const view = await matchQualityView(services, organizer);
    expect(view.months).toEqual(["2026-11-01", "2026-10-01"]);
    expect(view.all).toMatchObject({ fitting: 2, judged: 5, share: 0.4 });
    expect(view.clusters).toMatchObject([
      {
        cluster: "frontier_materials",
        byMonth: {
          "2026-10-01": { fitting: 1, judged: 1, share: 1 },
          "2026-11-01": { fitting: 1, judged: 4, share: 0.25 },
        },
      },
    ]);
    expect(view.clusters[0]?.byMonth["2026-10-01"]?.interval?.low).toBeLessThan(0.25);
    expect(view.faults).toEqual([
      { cluster: "frontier_materials", reason: "maturity", answers: 2 },
      { cluster: "frontier_materials", reason: "terms", answers: 1 },
    ]);
    expect(view.countedAt).toBe("2026-11-25T00:00:00.000Z");
  });
});
