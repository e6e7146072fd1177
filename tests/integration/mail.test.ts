import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { listGivenUp } from "#app/jobs/given-up.server.ts";
import { createMailDelivery } from "#app/mail/deliver.server.ts";
import { isRefused, listRefused } from "#app/mail/refused.server.ts";
import { accountMail } from "#app/accounts/mails.server.ts";
import { inTransaction } from "#db/connection.ts";
import type { JobPayload } from "#db/job-payloads.ts";
import { sendJob } from "#db/jobs.ts";
import { localMail } from "#db/schema/index.ts";
import { work, type TestWorker } from "#tests/support/job-worker.ts";
import { answer, mailServer, type MailServer } from "#tests/support/mail-server.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";
import { eventually } from "#tests/support/own-postgres.ts";

let market: TestMarket;
let post: MailServer;
let worker: TestWorker;
beforeAll(async () => {
  market = await openMarket();
  post = await mailServer();
  const deliver = createMailDelivery(market.services, {
    smtpUrl: post.url,
    from: "Duijie <no-reply@duijie.example>",
  });
  worker = await work(market.test.url, { "mail.send": deliver });
  await post.start();
});
afterAll(async () => {
  await worker.stop();
  await post.stop();
  await market.close();
});
beforeEach(() => {
  post.accepted.length = 0;
  post.offered.length = 0;
  post.onRecipient = () => null;
  post.onContent = async () => null;
});

const send = async (
  to: string,
  more: Partial<JobPayload<"mail.send">> = {},
  id = randomUUID() as string,
): Promise<string> => {
  const mail = { to, subject: "对接平台", body: "您好", ...more };
  await inTransaction(market.services.database, (transaction) =>
    sendJob(transaction, "mail.send", mail, id),
  );
  return id;
};
const acceptedBy = (to: string) => post.accepted.filter((mail) => mail.to === to);
const isDone = async (id: string): Promise<boolean> => {
  const { rows } = await market.services.database.execute<{ state: string }>(
    sql`SELECT state FROM pgboss.job WHERE id = ${id}`,
  );
  return rows[0]?.state === "completed" || rows[0]?.state === "failed";
};

describe("mail", () => {
  it("waits while the mail server is away, and each goes once when it is back", async () => {
    await post.stop();
    const people = Array.from({ length: 12 }, (_, number) => `away-${number}@duijie.example`);
    const ids = await Promise.all(people.map((to) => send(to)));
    await eventually(async () => worker.failures.length >= people.length);
    await post.start();
    await eventually(async () => post.accepted.length >= people.length);
    await eventually(async () => (await Promise.all(ids.map(isDone))).every(Boolean));
    expect(post.accepted.map(({ to }) => to).sort()).toEqual(people.sort());
  });

  it("has the same Message-ID at each try, made from its job", async () => {
    let tries = 0;
    post.onContent = async () => ((tries += 1) === 1 ? answer(451, "4.3.0 later") : null);
    const id = await send("again@duijie.example");
    await eventually(async () => acceptedBy("again@duijie.example").length === 1);
    expect(post.offered.map(({ messageId }) => messageId)).toEqual([
      `<${id}@localhost>`,
      `<${id}@localhost>`,
    ]);
  });

  it("to one slow recipient does not hold the others, and goes once", async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    post.onContent = async ({ to }) => {
      if (to.startsWith("slow")) await held;
      return null;
    };
    const slow = await send("slow@duijie.example");
    await eventually(async () => post.offered.length === 1);
    for (let number = 0; number < 5; number += 1) await send(`quick-${number}@duijie.example`);
    await eventually(async () => post.accepted.length === 5);
    release();
    await eventually(() => isDone(slow));
    expect(acceptedBy("slow@duijie.example")).toHaveLength(1);
    expect(post.offered).toHaveLength(6);
  });

  it.each([550, 551, 553, 501])(
    "refused for good by %i is final at once, kept by address until one gets through",
    async (code) => {
      const to = `Refused-${code}@Duijie.example`;
      let tries = 0;
      post.onRecipient = () => {
        tries += 1;
        return answer(code, "5.1.1 no such user here");
      };
      const id = await send(to);
      await eventually(() => isDone(id));
      expect(tries).toBe(1);
      expect(await isRefused(market.services.database, to.toLowerCase())).toBe(true);
      const [newest] = await listRefused(market.services, { before: undefined, limit: 1 });
      expect(newest).toMatchObject({ address: to.toLowerCase() });
      expect(newest?.reason).toContain("no such user here");
      const administrator = await createPerson(market.services, { platformRole: "administrator" });
      const { lines } = await listGivenUp(market.services, administrator, {
        before: undefined,
        limit: 5,
      });
      expect(lines.find((line) => line.id === id)?.about).toBe(`${to} · 对接平台`);

      post.onRecipient = () => null;
      await send(to);
      await eventually(async () => !(await isRefused(market.services.database, to)));
    },
    30_000,
  );

  it("put off by 450 is tried again and its address is not kept as refused", async () => {
    let tries = 0;
    post.onRecipient = () => ((tries += 1) === 1 ? answer(450, "4.2.0 greylisted") : null);
    await send("grey@duijie.example");
    await eventually(async () => acceptedBy("grey@duijie.example").length === 1);
    expect(await isRefused(market.services.database, "grey@duijie.example")).toBe(false);
  });

  it("whose link is dead when it goes says what to do in its place", async () => {
    const values = {
      name: "王工",
      url: "https://duijie.example/r/1",
      againUrl: "https://a/forgot",
    };
    const until = new Date(Date.now() + 5 * 60_000);
    const late = await accountMail("resetPassword", "en", { ...values, until });
    await send("late@duijie.example", late);
    await eventually(async () => acceptedBy("late@duijie.example").length === 1);
    const { text } = acceptedBy("late@duijie.example")[0] ?? { text: "" };
    expect(text).toContain("https://a/forgot");
    expect(text).not.toContain("https://duijie.example/r/1");

    const early = await accountMail("resetPassword", "en", {
      ...values,
      until: new Date(Date.now() + 3_600_000),
    });
    await send("early@duijie.example", early);
    await eventually(async () => acceptedBy("early@duijie.example").length === 1);
    expect(acceptedBy("early@duijie.example")[0]?.text).toContain("https://duijie.example/r/1");
  });

  it("without a mail server is kept once in the local mail box, however often its job runs", async () => {
    const keep = createMailDelivery(market.services, { smtpUrl: undefined, from: "a@b.example" });
    const id = randomUUID();
    const mail = { to: "box@duijie.example", subject: "对接平台", body: "您好" };
    await keep(mail, { id });
    await keep(mail, { id });
    expect(await market.services.database.$count(localMail)).toBe(1);
  });
});
