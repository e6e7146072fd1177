import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDiskStore } from "#app/files/disk-store.server.ts";
import { tickChallenges } from "#app/challenges/clock.server.ts";
import { openedProposals, viewEvaluation } from "#app/challenges/evaluation.server.ts";
import { declareInterest } from "#app/challenges/experts.server.ts";
import { addProposalFile, openProposalFile } from "#app/challenges/files.server.ts";
import { assignExpert } from "#app/challenges/organizer.server.ts";
import { ownProposal } from "#app/challenges/own.server.ts";
import {
  saveProposal,
  submitProposal,
  withdrawProposal,
} from "#app/challenges/proposals.server.ts";
import { viewChallenge } from "#app/challenges/queries.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { asReader, type RowReader } from "#db/row-security.ts";
import { auditEntry, notification, proposalReview } from "#db/schema/index.ts";
import {
  challengeRow,
  completeProposal,
  deadlineIn,
  handIn,
  openChallenge,
} from "#tests/support/challenges.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

const mark = "秘方甲子号";
let market: TestMarket;
let folder: string;
let owner: Viewer;
let organizer: Viewer;
let administrator: Viewer;
let expert: Viewer;
let bidder: Viewer;
let rival: Viewer;
beforeAll(async () => {
  market = await openMarket();
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "duijie-files-"));
  market.services.files = createDiskStore(folder);
  const { services } = market;
  owner = await createPerson(services);
  organizer = await createPerson(services, { platformRole: "organizer" });
  administrator = await createPerson(services, { platformRole: "administrator" });
  expert = await createPerson(services, { kind: "institute" });
  bidder = await createPerson(services, { kind: "university" });
  rival = await createPerson(services, { kind: "university" });
});
afterAll(async () => {
  await market.close();
  await fs.rm(folder, { recursive: true });
});

const readerOf = (viewer: Viewer): RowReader => ({
  userId: viewer.userId,
  organisationIds: viewer.memberships.map(({ organisationId }) => organisationId),
  organizer: viewer.platformRole !== "member",
});
const tables = [
  "proposal",
  "proposal_draft",
  "proposal_submission",
  "proposal_receipt",
  "proposal_file",
];

/** How many rows of each table raw SQL shows the reader. */
const seenBy = (viewer: Viewer, proposalId: string) =>
  asReader(market.services.database, readerOf(viewer), async (transaction) => {
    const counts: Record<string, number> = {};
    for (const table of tables) {
      const key = table === "proposal" ? "id" : "proposal_id";
      const { rows } = await transaction.$client.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${table} WHERE ${key} = $1`,
        [proposalId],
      );
      counts[table] = rows[0]?.count ?? -1;
    }
    return counts;
  });
const nothing = Object.fromEntries(tables.map((table) => [table, 0]));
const all = Object.fromEntries(tables.map((table) => [table, 1]));

const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** A challenge with one proposal with a file, handed in, and one of a rival's. */
async function sealed() {
  const { services } = market;
  const challengeId = await openChallenge(services, owner, organizer);
  const version = await saveProposal(services, bidder, challengeId, completeProposal(mark), null);
  await addProposalFile(services, bidder, challengeId, {
    name: `${mark}.png`,
    content: Readable.from([picture]),
  });
  await submitProposal(services, bidder, challengeId, version);
  const { files } = await ownProposal(services, bidder, challengeId);
  const rivalId = await handIn(services, rival, challengeId, completeProposal("乙"));
  const { rows } = await market.test.pool.query<{ id: string }>(
    "SELECT id FROM proposal WHERE challenge_id = $1 AND organisation_id = $2",
    [challengeId, bidder.active?.organisationId],
  );
  return {
    challengeId,
    proposalId: rows[0]?.id ?? "",
    fileId: files[0]?.id ?? "",
    rivalId,
  };
}

describe("before the deadline", () => {
  it("a proposal is its own organisation's alone, whoever asks and however", async () => {
    const { services } = market;
    const { challengeId, proposalId, fileId } = await sealed();
    expect(await seenBy(bidder, proposalId)).toEqual(all);
    for (const viewer of [owner, organizer, administrator, expert, rival]) {
      expect(await seenBy(viewer, proposalId)).toEqual(nothing);
      await expect(openProposalFile(services, viewer, fileId)).rejects.toMatchObject({
        code: "notFound",
      });
      const opened = await openedProposals(services, viewer, challengeId);
      expect(JSON.stringify(opened)).not.toContain(mark);
      if (viewer !== rival)
        await expect(viewEvaluation(services, viewer, challengeId)).rejects.toMatchObject({
          code: "forbidden",
        });
      const seen = JSON.stringify(await viewChallenge(services, viewer, challengeId));
      expect(seen).not.toContain(mark);
      expect(seen).not.toContain(bidder.active?.name);
    }
    const own = await openProposalFile(services, bidder, fileId);
    expect(own.name).toBe(`${mark}.png`);
  });

  it("stays sealed for an expert whom a row names already, and when a state says otherwise", async () => {
    const { services } = market;
    const { challengeId, proposalId } = await sealed();
    await services.database
      .insert(proposalReview)
      .values({ challengeId, proposalId, expertId: expert.userId, state: "open" });
    await market.test.pool.query(
      "UPDATE challenge SET state = 'evaluation', closed_at = now(), names_at = now() WHERE id = $1",
      [challengeId],
    );
    for (const viewer of [expert, owner, organizer, administrator])
      expect(await seenBy(viewer, proposalId)).toEqual(nothing);
  });

  it("tells the number of proposals to owner and organizers only", async () => {
    const { services } = market;
    const { challengeId } = await sealed();
    const counted = async (viewer: Viewer | null) =>
      (await viewChallenge(services, viewer, challengeId)).proposals;
    expect(await counted(owner)).toBe(2);
    expect(await counted(organizer)).toBe(2);
    expect(await counted(rival)).toBeNull();
    expect(await counted(null)).toBeNull();
  });

  it("leaves nothing of itself in audit entries, notifications and the search index", async () => {
    const { services } = market;
    const { challengeId } = await sealed();
    const kept = JSON.stringify([
      await services.database.select().from(auditEntry),
      await services.database.select().from(notification),
      await challengeRow(services, challengeId),
    ]);
    expect(kept).toContain(challengeId);
    expect(kept).not.toContain(mark);
    const { rows } = await market.test.pool.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'
         AND table_name NOT IN ('proposal', 'proposal_draft', 'proposal_submission', 'proposal_file')`,
    );
    for (const { name } of rows) {
      const found = await market.test.pool.query(
        `SELECT 1 FROM ${name} AS one WHERE one::text LIKE $1 LIMIT 1`,
        [`%${mark}%`],
      );
      expect([name, found.rowCount]).toEqual([name, 0]);
    }
  });
});

describe("the database's own role", () => {
  it("is bound too where it is no superuser: it reads content of its person's organisation only", async () => {
    const { proposalId } = await sealed();
    const client = await market.test.pool.connect();
    try {
      await client.query("BEGIN");
      await client.query("CREATE ROLE plain_owner NOLOGIN");
      await client.query("GRANT SELECT ON ALL TABLES IN SCHEMA public TO plain_owner");
      await client.query("CREATE POLICY plain_owner_all ON proposal TO plain_owner USING (true)");
      await client.query("SET LOCAL ROLE plain_owner");
      const count = async () =>
        (
          await client.query<{ count: number }>(
            "SELECT count(*)::int AS count FROM proposal_submission WHERE proposal_id = $1",
            [proposalId],
          )
        ).rows[0]?.count;
      expect(await count()).toBe(0);
      await client.query("SELECT set_config('duijie.organisations', $1, true)", [
        bidder.active?.organisationId,
      ]);
      expect(await count()).toBe(1);
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  });
});

describe("after the deadline", () => {
  it("opens to owner and organizers without names, to an expert who declared, to no rival", async () => {
    const { services } = market;
    const { challengeId, proposalId, fileId } = await sealed();
    await deadlineIn(services, challengeId, -1);
    expect(await seenBy(owner, proposalId)).toEqual(nothing);
    await tickChallenges(services);
    const opened = {
      ...nothing,
      proposal_submission: 1,
      proposal_file: 1,
    };
    for (const viewer of [owner, organizer, administrator]) {
      expect(await seenBy(viewer, proposalId)).toEqual(opened);
      const { proposals } = await viewEvaluation(services, viewer, challengeId);
      expect(proposals.map(({ label }) => label)).toEqual(["A", "B"]);
      const seen = JSON.stringify(proposals);
      expect(seen).toContain(`路线${mark}`);
      expect(seen).not.toContain(`人员${mark}`);
      expect(seen).not.toContain(`${mark}.png`);
      expect(seen).not.toContain(bidder.active?.name);
    }
    expect(await seenBy(rival, proposalId)).toEqual(nothing);
    expect(await seenBy(expert, proposalId)).toEqual(nothing);

    const { version } = await challengeRow(services, challengeId);
    await assignExpert(services, organizer, challengeId, {
      expertId: expert.userId,
      proposalIds: [proposalId],
      version,
    });
    expect(await seenBy(expert, proposalId)).toEqual(nothing);
    const [review] = await services.database
      .select()
      .from(proposalReview)
      .where(eq(proposalReview.proposalId, proposalId));
    await declareInterest(services, expert, {
      reviewId: review?.id ?? "",
      version: 1,
      conflictReason: null,
    });
    expect(await seenBy(expert, proposalId)).toEqual(opened);
    const file = await openProposalFile(services, expert, fileId);
    expect(file.name).toMatch(/^proposal-[AB]-1\.png$/);
    await declareInterest(services, expert, {
      reviewId: review?.id ?? "",
      version: 2,
      conflictReason: "曾与其中一家合作",
    });
    expect(await seenBy(expert, proposalId)).toEqual(nothing);
  });

  it("an organizer of a bidding organisation reads that one's and nobody else's", async () => {
    const { services } = market;
    const { challengeId, proposalId, rivalId } = await sealed();
    const partial = await createPerson(services, {
      platformRole: "organizer",
      organisation: rival.active ?? undefined,
    });
    await deadlineIn(services, challengeId, -1);
    await tickChallenges(services);
    expect(await seenBy(partial, proposalId)).toEqual(nothing);
    expect(await seenBy(partial, rivalId)).toMatchObject({ proposal_submission: 1 });
    const { version } = await challengeRow(services, challengeId);
    const assigning = assignExpert(services, partial, challengeId, {
      expertId: expert.userId,
      proposalIds: [proposalId],
      version,
    });
    await expect(assigning).rejects.toMatchObject({ code: "conflictOfInterest" });
  });

  it("a late submission is refused and kept as a draft", async () => {
    const { services } = market;
    const challengeId = await openChallenge(services, owner, organizer);
    const version = await saveProposal(services, bidder, challengeId, completeProposal("初"), null);
    await submitProposal(services, bidder, challengeId, version);
    await deadlineIn(services, challengeId, -1);
    const later = await saveProposal(
      services,
      bidder,
      challengeId,
      completeProposal("晚"),
      version + 1,
    );
    await expect(submitProposal(services, bidder, challengeId, later)).rejects.toMatchObject({
      code: "deadlinePassed",
    });
    await expect(withdrawProposal(services, bidder, challengeId, later)).rejects.toMatchObject({
      code: "deadlinePassed",
    });
    const kept = await ownProposal(services, bidder, challengeId);
    expect(kept).toMatchObject({ state: "submitted", changed: true });
    expect(kept.content.approach).toBe("路线晚");
    await tickChallenges(services);
    const { proposals } = await viewEvaluation(services, owner, challengeId);
    expect(proposals.map(({ content }) => content.approach)).toEqual(["路线初"]);
  });
});

describe("the moment of the deadline", () => {
  it("is the database's: a submission that got the lock before it is in, one that waits for the closing is not", async () => {
    const { services } = market;
    /** A server's clock that is hours off changes nothing. */
    const wrong = { ...services, now: () => new Date(Date.now() + 12 * 3_600_000) };
    const challengeId = await openChallenge(services, owner, organizer);
    const early = await saveProposal(wrong, bidder, challengeId, completeProposal("早"), null);
    const late = await saveProposal(wrong, rival, challengeId, completeProposal("迟"), null);
    await submitProposal(wrong, bidder, challengeId, early);

    await deadlineIn(services, challengeId, 1);
    const holder = await market.test.pool.connect();
    await holder.query("BEGIN");
    await holder.query("SELECT 1 FROM challenge WHERE id = $1 FOR UPDATE", [challengeId]);
    const waiting = submitProposal(wrong, rival, challengeId, late);
    const refused = expect(waiting).rejects.toMatchObject({ code: "deadlinePassed" });
    await expect
      .poll(async () => {
        const { rows } = await holder.query<{ come: boolean }>(
          "SELECT deadline <= clock_timestamp() AS come FROM challenge WHERE id = $1",
          [challengeId],
        );
        return rows[0]?.come;
      })
      .toBe(true);
    await holder.query("COMMIT");
    holder.release();
    await refused;
    await tickChallenges(services);
    const { proposals } = await viewEvaluation(services, owner, challengeId);
    expect(proposals.map(({ content }) => content.approach)).toEqual(["路线早"]);
  });

  it("leaves every submission of many at once either in or refused, never both", async () => {
    const { services } = market;
    const challengeId = await openChallenge(services, owner, organizer);
    const bidders = await Promise.all(
      Array.from({ length: 8 }, () => createPerson(services, { kind: "university" })),
    );
    const versions = await Promise.all(
      bidders.map((one, index) =>
        saveProposal(services, one, challengeId, completeProposal(`第${index}`), null),
      ),
    );
    const submitting = bidders.map((one, index) =>
      submitProposal(services, one, challengeId, versions[index] ?? 0),
    );
    const closing = deadlineIn(services, challengeId, 0).then(() => tickChallenges(services));
    const answers = await Promise.allSettled(submitting);
    await closing;
    await tickChallenges(services);
    const accepted = bidders.filter((_, index) => answers[index]?.status === "fulfilled");
    for (const answer of answers)
      if (answer.status === "rejected")
        expect(answer.reason).toMatchObject({ code: "deadlinePassed" });
    const { rows } = await market.test.pool.query<{ organisation: string }>(
      `SELECT p.organisation_id AS organisation FROM proposal_submission s
       JOIN proposal p ON p.id = s.proposal_id WHERE s.challenge_id = $1`,
      [challengeId],
    );
    expect(rows.map(({ organisation }) => organisation).sort()).toEqual(
      accepted.map(({ active }) => active?.organisationId ?? "").sort(),
    );
  });
});
