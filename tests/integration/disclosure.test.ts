import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addAttachment, openAttachment } from "#app/posts/attachments.server.ts";
import { grantsOf, receivedDisclosure } from "#app/disclosure/grant-views.server.ts";
import {
  acceptTerms,
  decideGrant,
  openTo,
  requestDisclosure,
} from "#app/disclosure/grants.server.ts";
import { readSecret, saveSecret } from "#app/posts/disclosure/secret.server.ts";
import { termsHashOf } from "#app/posts/disclosure/terms.ts";
import { trailOf } from "#app/posts/disclosure/trail.server.ts";
import { decideInterest, expressInterest } from "#app/interests/commands.server.ts";
import * as commands from "#app/posts/commands.server.ts";
import { viewPost } from "#app/posts/queries.server.ts";
import { approve } from "#app/posts/review.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { asReader, type RowReader } from "#db/row-security.ts";
import {
  attachment,
  auditEntry,
  deal,
  disclosureGrant,
  disclosureView,
  postSecret,
} from "#db/schema/index.ts";
import { memoryStore } from "#tests/support/files.ts";
import { completeNeed, createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let services: Services;
let owner: Viewer;
let colleague: Viewer;
let university: Viewer;
let stranger: Viewer;
let organizer: Viewer;
let administrator: Viewer;
const files = memoryStore();

beforeAll(async () => {
  market = await openMarket();
  services = { ...market.services, files };
  owner = await createPerson(services);
  colleague = await createPerson(services, { organisation: owner.active ?? undefined });
  university = await createPerson(services, { kind: "university" });
  stranger = await createPerson(services);
  organizer = await createPerson(services, { platformRole: "organizer" });
  administrator = await createPerson(services, { platformRole: "administrator" });
});
afterAll(() => market.close());

const secretText = "保密工艺窗口:1820 ℃,氩气,分段保温";

async function needWithSecret(changes: Parameters<typeof completeNeed>[0] = {}): Promise<string> {
  const { id } = await commands.createDraft(services, owner, "need", completeNeed(changes));
  const { revision } = await commands.submit(services, owner, id);
  await approve(services, organizer, id, revision);
  const secret = { confidential: secretText, extraTerms: "不得公开发表", revision: 0 };
  await saveSecret(services, owner, id, secret);
  return id;
}

async function accept(viewer: Viewer, postId: string): Promise<void> {
  const { grant, terms } = await receivedDisclosure(services, viewer, postId);
  if (!grant || !terms) throw new Error("nothing is opened");
  await acceptTerms(services, viewer, postId, {
    agreed: "on",
    signerName: "测试签署人",
    termsHash: terms.hash,
    version: grant.version,
  });
}

const grantFor = async (postId: string) => {
  const { lines } = await grantsOf(services, owner, postId, { limit: 10 });
  const [grant] = lines;
  if (!grant) throw new Error("no grant");
  return grant;
};

const organisationOf = (viewer: Viewer) => viewer.active?.organisationId ?? "";

describe("the confidential part", () => {
  it("is its own people's, whatever another person's role, until it was opened and the terms accepted", async () => {
    const id = await needWithSecret();
    const seenBy = async () =>
      Promise.all(
        [owner, colleague, university, stranger, organizer, administrator, null].map(
          async (viewer) => (await readSecret(services, viewer, id))?.confidential === secretText,
        ),
      );
    const closed = [true, true, false, false, false, false, false];
    expect(await seenBy()).toEqual(closed);
    await requestDisclosure(services, university, id, { message: "评估合作可行性" });
    expect(await seenBy()).toEqual(closed);
    const { id: grantId, version } = await grantFor(id);
    await decideGrant(services, owner, grantId, { action: "open", version });
    expect(await seenBy()).toEqual(closed);
    await accept(university, id);
    expect(await seenBy()).toEqual([true, true, true, false, false, false, false]);
    const accepted = await grantFor(id);
    expect(accepted).toMatchObject({ state: "accepted", signerName: "测试签署人" });
    await decideGrant(services, owner, grantId, { action: "revoke", version: accepted.version });
    expect(await seenBy()).toEqual(closed);
  });

  it("stands nowhere but in its own table", async () => {
    const id = await needWithSecret();
    const { rows } = await market.test.pool.query<{ table_name: string }>(
      "SELECT table_name FROM information_schema.tables WHERE table_schema IN ('public', 'pgboss') AND table_type = 'BASE TABLE'",
    );
    const holding = [];
    for (const { table_name: table } of rows) {
      const { rows: found } = await market.test.pool.query(
        `SELECT 1 FROM ${["job", "queue", "schedule", "version", "archive", "subscription"].includes(table) || table.startsWith("j") ? `pgboss.${table}` : `"${table}"`} t WHERE t::text LIKE '%保密工艺窗口%' LIMIT 1`,
      );
      if (found.length > 0) holding.push(table);
    }
    expect(holding).toEqual(["post_secret"]);
    expect(await viewPost(services, university, "need", id)).not.toMatchObject({
      content: expect.stringContaining(secretText),
    });
    const entries = await services.database
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.subjectId, id));
    expect(JSON.stringify(entries)).not.toContain(secretText);
  });

  it("is saved by who writes for the owner; of two at once the second is told", async () => {
    const id = await needWithSecret();
    const change = { confidential: "新的内容", extraTerms: "", revision: 1 };
    await expect(saveSecret(services, organizer, id, change)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(saveSecret(services, university, id, change)).rejects.toMatchObject({
      code: "forbidden",
    });
    const saves = await Promise.allSettled([
      saveSecret(services, owner, id, change),
      saveSecret(services, colleague, id, { ...change, confidential: "同事的内容" }),
    ]);
    expect(saves.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(saves.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict" },
    });
  });
});

describe("accepting the terms", () => {
  it("keeps the text word for word, with signer, time and hash, once", async () => {
    const id = await needWithSecret();
    await openTo(services, owner, id, organisationOf(university));
    await accept(university, id);
    const again = acceptTerms(services, university, id, {
      agreed: "on",
      signerName: "另一人",
      termsHash: "0".repeat(64),
      version: 0,
    });
    await expect(again).resolves.toBeUndefined();
    const [row] = await services.database
      .select()
      .from(disclosureGrant)
      .where(eq(disclosureGrant.postId, id));
    expect(row).toMatchObject({ state: "accepted", signerName: "测试签署人" });
    expect(row?.termsText).toContain("不得公开发表");
    expect(termsHashOf(row?.termsText ?? "")).toBe(row?.termsHash);
  });

  it("is refused for a text that was changed since it was shown", async () => {
    const id = await needWithSecret();
    await openTo(services, owner, id, organisationOf(university));
    const { grant, terms } = await receivedDisclosure(services, university, id);
    await saveSecret(services, owner, id, {
      confidential: secretText,
      extraTerms: "另加一条",
      revision: 1,
    });
    const signing = acceptTerms(services, university, id, {
      agreed: "on",
      signerName: "测试签署人",
      termsHash: terms?.hash ?? "",
      version: grant?.version ?? 0,
    });
    await expect(signing).rejects.toMatchObject({ code: "conflict" });
    expect(await readSecret(services, university, id)).toBeNull();
  });

  it("takes the pair's deal on to its confidential stage", async () => {
    const id = await needWithSecret();
    const interestId = await expressInterest(services, university, id, {
      message: "我们有相近的成果,希望了解工况。",
      ownPostId: null,
    });
    await decideInterest(services, owner, interestId, "accept");
    await openTo(services, owner, id, organisationOf(university));
    await accept(university, id);
    const [found] = await services.database
      .select()
      .from(deal)
      .where(eq(deal.interestId, interestId));
    expect(found?.stage).toBe("confidentiality");
  });
});

describe("an owner's decision", () => {
  it("is taken once: of two at the same moment the second is told", async () => {
    const id = await needWithSecret();
    await requestDisclosure(services, university, id, { message: "评估合作可行性" });
    await requestDisclosure(services, university, id, { message: "评估合作可行性" });
    const { id: grantId, version } = await grantFor(id);
    const decisions = await Promise.allSettled([
      decideGrant(services, owner, grantId, { action: "open", version }),
      decideGrant(services, colleague, grantId, { action: "refuse", version }),
    ]);
    expect(decisions.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict" },
    });
  });

  it("is the owner's alone", async () => {
    const id = await needWithSecret();
    await requestDisclosure(services, university, id, { message: "评估合作可行性" });
    const { id: grantId, version } = await grantFor(id);
    for (const other of [university, stranger, organizer, administrator]) {
      const decision = { action: "open", version } as const;
      await expect(decideGrant(services, other, grantId, decision)).rejects.toMatchObject({
        code: "notFound",
      });
      await expect(grantsOf(services, other, id, { limit: 10 })).rejects.toMatchObject({
        code: "notFound",
      });
      await expect(trailOf(services, other, id, { limit: 10 })).rejects.toMatchObject({
        code: "notFound",
      });
    }
  });

  it("names an anonymous enterprise to those it opens to, and to nobody else", async () => {
    const id = await needWithSecret({ visibility: "anonymous" });
    const named = async (viewer: Viewer) =>
      (await viewPost(services, viewer, "need", id)).owner !== null;
    expect(await Promise.all([university, stranger, organizer].map(named))).toEqual([
      false,
      false,
      true,
    ]);
    await openTo(services, owner, id, organisationOf(university));
    expect(await Promise.all([university, stranger].map(named))).toEqual([true, false]);
  });
});

describe("a confidential file", () => {
  async function fileOf(postId: string, bytes: number): Promise<string> {
    const pdf = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(bytes, 32)]);
    const file = { name: "图纸.pdf", content: Readable.from([pdf]) };
    await addAttachment(services, owner, postId, file, true);
    const [row] = await services.database
      .select()
      .from(attachment)
      .where(eq(attachment.postId, postId));
    return row?.id ?? "";
  }

  it("is found by those alone who may read the text", async () => {
    const id = await needWithSecret();
    const fileId = await fileOf(id, 100);
    for (const viewer of [university, stranger, organizer, administrator, null])
      await expect(openAttachment(services, viewer, fileId)).rejects.toMatchObject({
        code: "notFound",
      });
    await openTo(services, owner, id, organisationOf(university));
    await accept(university, id);
    const file = await openAttachment(services, university, fileId);
    expect((await buffer(await file.open())).length).toBe(109);
  });

  it("leaves its line in the trail for a part of it as for all of it, and none unopened", async () => {
    const id = await needWithSecret();
    const fileId = await fileOf(id, 1024 * 1024);
    await openTo(services, owner, id, organisationOf(university));
    await accept(university, id);
    const trail = async () =>
      (await trailOf(services, owner, id, { limit: 20 })).lines.filter(
        ({ part }) => part === "attachment",
      ).length;
    const file = await openAttachment(services, university, fileId);
    expect(await trail()).toBe(0);
    expect((await buffer(await file.open({ start: 9, end: 18 }))).length).toBe(10);
    expect(await trail()).toBe(1);
  });

  it("is cut off in the middle of a download when the opening is revoked", async () => {
    const id = await needWithSecret();
    const fileId = await fileOf(id, 1024 * 1024);
    await openTo(services, owner, id, organisationOf(university));
    await accept(university, id);
    const content = await (await openAttachment(services, university, fileId)).open();
    let received = 0;
    let revoked = false;
    const download = (async () => {
      for await (const chunk of content) {
        received += (chunk as Buffer).length;
        if (revoked) continue;
        revoked = true;
        const { id: grantId, version } = await grantFor(id);
        await decideGrant(services, owner, grantId, { action: "revoke", version });
      }
    })();
    await expect(download).rejects.toMatchObject({ code: "forbidden" });
    expect(received).toBeLessThan(512 * 1024);
  });
});

describe("the trail", () => {
  it("tells the owner who saw which part, once an hour, and leaves its own people out", async () => {
    const id = await needWithSecret({ registeredDetails: "仅登录可见的细节" });
    for (const viewer of [university, university, stranger, owner, null])
      await viewPost(services, viewer, "need", id);
    const { lines } = await trailOf(services, owner, id, { limit: 50 });
    const seen = lines.map(({ personName, part }) => `${personName} ${part}`).sort();
    expect(seen).toEqual(
      [university, stranger]
        .flatMap(({ name }) => [`${name} contact`, `${name} registered`])
        .sort(),
    );
    const later = new Date(Date.now() + 3_700_000);
    await viewPost({ ...services, now: () => later }, university, "need", id);
    expect((await trailOf(services, owner, id, { limit: 50 })).lines).toHaveLength(6);
  });
});

describe("row-level security, whatever a query asks", () => {
  it("gives the secret rows to the owner and to whom they are open", async () => {
    const id = await needWithSecret();
    await openTo(services, owner, id, organisationOf(university));
    const reader = (changes: Partial<RowReader>): RowReader => ({
      userId: randomUUID(),
      organisationIds: [],
      organizer: false,
      ...changes,
    });
    const count = (who: RowReader) =>
      asReader(services.database, who, async (reading) => ({
        secrets: await reading.$count(postSecret, eq(postSecret.postId, id)),
        grants: await reading.$count(disclosureGrant, eq(disclosureGrant.postId, id)),
        views: await reading.$count(disclosureView, sql`true`),
      }));
    const nothing = { secrets: 0, grants: 0, views: 0 };
    expect(await count(reader({}))).toEqual(nothing);
    expect(await count(reader({ organizer: true }))).toEqual(nothing);
    expect(await count(reader({ organisationIds: [organisationOf(stranger)] }))).toEqual(nothing);
    const receiving = reader({ organisationIds: [organisationOf(university)] });
    expect(await count(receiving)).toMatchObject({ secrets: 0, grants: 1 });
    await accept(university, id);
    expect(await count(receiving)).toMatchObject({ secrets: 1, grants: 1, views: 0 });
    await commands.withdraw(services, owner, id);
    expect(await count(receiving)).toMatchObject({ secrets: 0 });
    expect(await count(reader({ organisationIds: [organisationOf(owner)] }))).toMatchObject({
      secrets: 1,
    });
  });
});
