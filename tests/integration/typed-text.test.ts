import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AccountParts } from "#app/accounts/parts.ts";
import { signIn } from "#app/accounts/sign-in.server.ts";
import { signUp } from "#app/accounts/sign-up.server.ts";
import { saveSearch } from "#app/alerts/commands.server.ts";
import { tellFinds } from "#app/alerts/tell.server.ts";
import { lineOf, textOf } from "#app/kernel/texts.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { listNotifications } from "#app/notifications/centre.server.ts";
import * as commands from "#app/posts/commands.server.ts";
import { approve } from "#app/posts/review.server.ts";
import { searchFor } from "#app/search/search.server.ts";
import { reportAbuse } from "#app/reports/commands.server.ts";
import { readSearchParameters, searchParameters } from "#app/search/request.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { user } from "#db/schema/index.ts";
import {
  accountParts,
  fromSomewhere,
  mailsTo,
  signedUp,
  testPassword,
} from "#tests/support/accounts.ts";
import { completeNeed, createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let parts: AccountParts;
let enterprise: Viewer;
let organizer: Viewer;
beforeAll(async () => {
  market = await openMarket();
  parts = accountParts(market.services);
  enterprise = await createPerson(market.services);
  organizer = await createPerson(market.services, { platformRole: "organizer" });
});
afterAll(() => market.close());

async function publishedNeed(title: string): Promise<string> {
  const { services } = market;
  const { id } = await commands.createDraft(services, enterprise, "need", completeNeed({ title }));
  const { revision } = await commands.submit(services, enterprise, id);
  await approve(services, organizer, id, revision);
  await publishPost(services, id);
  return id;
}

/** A title whose character at the place of every cut is one of two halves. */
const ofPairs = (title: string): string => `${title}${"𠮷".repeat(110 - title.length)}`;

describe("what people type", () => {
  it("is taken by text and by jsonb, whatever it is, once it has passed the gate", async () => {
    const typed = fc.string({
      unit: fc.oneof(
        fc.constantFrom("\0", "\ud842", "\r", "𠮷", "\u200B", "é", "\uFFFF", "\u{10FFFF}"),
        fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      ),
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        for (const kind of [lineOf(1_000), textOf(1_000)]) {
          const kept = kind.parse(text);
          const { rows } = await market.services.database.execute<{ text: string; json: string }>(
            sql`select ${kept}::text as text, (${JSON.stringify({ kept })}::jsonb ->> 'kept') as json`,
          );
          expect(rows).toEqual([{ text: kept, json: kept }]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is cut between characters where news tells of it", async () => {
    const watcher = await createPerson(market.services, { kind: "university" });
    await saveSearch(market.services, watcher, searchParameters.parse({ q: "碳化硅陶瓷" }), {
      name: "陶瓷",
      frequency: "immediate",
    });
    const subjectId = await publishedNeed(ofPairs("碳化硅陶瓷基板组 "));
    const inAWhile = () => new Date(Date.now() + 25 * 60 * 60 * 1_000);
    await tellFinds({ ...market.services, now: inAWhile });
    const { lines } = await listNotifications(market.services, watcher, { limit: 10 });
    const [found] = lines.filter(({ kind }) => kind.startsWith("search"));
    expect(JSON.stringify(found)).toContain("𠮷");
    expect(JSON.stringify(found)).not.toMatch(/\\ud8/i);

    const reported = { kind: "post", id: subjectId } as const;
    const words = { reason: "false_statement" as const, words: "所写指标与事实不符，见检测报告。" };
    await reportAbuse(market.services, watcher, reported, words);
    const told = await listNotifications(market.services, organizer, { limit: 10 });
    expect(JSON.stringify(told.lines)).toContain("𠮷…");
  });

  it("as one address in different ways is one account", async () => {
    await signedUp(parts, market.test.pool, "li@xn--mnchen-3ya.de");
    const ways = [
      "li@münchen.de",
      "LI@MÜNCHEN.DE",
      "ｌｉ＠münchen。de",
      "l\u200Bi@mu\u0308nchen.de",
    ];
    for (const email of ways) {
      const { address } = fromSomewhere();
      const answer = await signIn(
        parts,
        { email, password: testPassword, redirectTo: "/" },
        { headers: new Headers(), address, knownAccounts: [] },
      );
      expect(answer.kind, email).toBe("signedIn");
      const again = { name: "李", email, password: testPassword, locale: "zh-CN" as const };
      await signUp(parts, again, fromSomewhere());
    }
    const accounts = await market.services.database
      .select({ email: user.email })
      .from(user)
      .where(sql`${user.email} like 'li@%'`);
    expect(accounts).toEqual([{ email: "li@xn--mnchen-3ya.de" }]);
    const mails = await mailsTo(market.test.pool, "li@xn--mnchen-3ya.de");
    expect(mails.length).toBeGreaterThan(1);
  });

  it("with radicals of a PDF file and zero-width characters is found by the words it reads as", async () => {
    const { services } = market;
    const query = (q: string) => readSearchParameters(new URLSearchParams({ q }));
    const id = await publishedNeed("⻢氏体不锈钢⻋载电源外壳\u200B焊接变形控制");
    for (const q of ["马氏体不锈钢", "⻋载电源", "外壳焊接", "马\u00AD氏体"]) {
      const { lines } = await searchFor(services, null, query(q));
      expect(
        lines.map((line) => line.id),
        q,
      ).toContain(id);
    }
  });
});
