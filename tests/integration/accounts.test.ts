import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { followFirstAdministrator, promote } from "#app/accounts/first-administrator.server.ts";
import type { AccountParts } from "#app/accounts/parts.ts";
import { askForReset, resetPassword, resetTarget } from "#app/accounts/passwords.server.ts";
import { setPlatformRole } from "#app/accounts/platform-roles.server.ts";
import {
  mailboxSchema,
  organisationSchema,
  signInSchema,
  signUpSchema,
} from "#app/accounts/schema.ts";
import { signIn } from "#app/accounts/sign-in.server.ts";
import {
  confirm,
  confirmationOf,
  sendConfirmationAgain,
  signUp,
} from "#app/accounts/sign-up.server.ts";
import { signedInBy } from "#app/accounts/viewer.server.ts";
import { auditEntry, session, user } from "#db/schema/index.ts";
import {
  accountParts,
  cookiesOf,
  fromSomewhere,
  mailsTo,
  signedUp,
  testPassword,
  tokenIn,
} from "#tests/support/accounts.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let parts: AccountParts;
beforeAll(async () => {
  market = await openMarket();
  parts = accountParts(market.services);
});
afterAll(() => market.close());

const mails = (to: string) => mailsTo(market.test.pool, to);
const given = (email: string, password = testPassword) => ({
  name: "某人",
  email,
  password,
  locale: "zh-CN" as const,
});
const tryToSignIn = (email: string, password: string, knownAccounts: string[] = []) =>
  signIn(
    parts,
    { email, password, redirectTo: "/" },
    { headers: new Headers(), address: fromSomewhere().address, knownAccounts },
  );
const userBy = async (email: string) => {
  const [found] = await market.services.database.select().from(user).where(eq(user.email, email));
  return found;
};

describe("signing up", () => {
  it("sends a link that confirms nothing until it is pressed, then signs in and is used up", async () => {
    expect(await signUp(parts, given("first@example.test"), fromSomewhere("/matches"))).toBeNull();
    const [mail] = await mails("first@example.test");
    expect(mail?.body).toContain("/verify-email?token=");
    expect(mail?.body).toContain("redirectTo=%2Fmatches");
    const token = tokenIn(mail);
    expect(await confirmationOf(parts, token)).toBe("open");
    expect((await userBy("first@example.test"))?.emailVerified).toBe(false);
    const confirmed = await confirm(parts, token, new Headers());
    if (!confirmed || !("headers" in confirmed)) throw new Error("not confirmed");
    const { auth, services } = parts;
    const by = await signedInBy(auth, services.database, cookiesOf(confirmed.headers));
    expect(by?.viewer.email).toBe("first@example.test");
    expect(await confirmationOf(parts, token)).toBe("done");
    expect(await confirm(parts, token, new Headers())).toBeNull();
    expect(await confirmationOf(parts, `${token}x`)).toBe("invalid");
  });

  it("with a known mailbox answers the same and tells the mailbox that it has an account", async () => {
    await signedUp(parts, market.test.pool, "known@example.test");
    const before = await userBy("known@example.test");
    expect(
      await signUp(parts, given("Known@example.test", "another password"), fromSomewhere()),
    ).toBeNull();
    const [mail] = await mails("known@example.test");
    expect(mail?.subject).toContain("已有账户");
    expect(mail?.body).toContain("/sign-in");
    expect(mail?.body).toContain("/forgot-password");
    expect(await userBy("known@example.test")).toEqual(before);
    expect((await tryToSignIn("known@example.test", testPassword)).kind).toBe("signedIn");
  });

  it("again before it was confirmed sends the link again, and no earlier password opens the account", async () => {
    await signUp(parts, given("twice@example.test", "a stranger's password"), fromSomewhere());
    await signUp(parts, given("twice@example.test", "the owner's password"), fromSomewhere());
    expect(await mails("twice@example.test")).toHaveLength(2);
    const [mail] = await mails("twice@example.test");
    const confirmed = await confirm(parts, tokenIn(mail), new Headers());
    if (!confirmed || !("resetToken" in confirmed)) throw new Error("no password was asked for");
    expect((await tryToSignIn("twice@example.test", "a stranger's password")).kind).toBe("wrong");
    await resetPassword(parts, confirmed.resetToken, "the owner's password");
    expect((await tryToSignIn("twice@example.test", "the owner's password")).kind).toBe("signedIn");
  });

  it("sends so many mails to one mailbox, known or not, and then says how long to wait", async () => {
    for (const email of ["many@example.test", "nobody@example.test"]) {
      if (email.startsWith("many")) await signUp(parts, given(email), fromSomewhere());
      const answers = [];
      for (let count = 0; count < 7; count += 1)
        answers.push(await sendConfirmationAgain(parts, email, fromSomewhere()));
      expect(answers.at(-1)).toMatchObject({ kind: "tooOften" });
    }
    expect((await mails("many@example.test")).length).toBeLessThanOrEqual(5);
    expect(await mails("nobody@example.test")).toEqual([]);
  });
});

describe("a forgotten password", () => {
  it("is set by a link that works once, ends every sign-in and confirms the mailbox", async () => {
    await signUp(parts, given("forgot@example.test"), fromSomewhere());
    await askForReset(parts, "Forgot@example.test", "10.9.9.9");
    const token = tokenIn((await mails("forgot@example.test"))[0]);
    const target = await resetTarget(parts, token);
    expect(target).toBe((await userBy("forgot@example.test"))?.id);
    expect(await resetPassword(parts, token, "a new long password")).toBe(target);
    expect(await resetTarget(parts, token)).toBeNull();
    expect(await resetPassword(parts, token, "yet another password")).toBeNull();
    expect((await tryToSignIn("forgot@example.test", "a new long password")).kind).toBe("signedIn");
    await askForReset(parts, "forgot@example.test", "10.9.9.9");
    await resetPassword(parts, tokenIn((await mails("forgot@example.test"))[0]), testPassword);
    const { database } = market.services;
    expect(await database.$count(session, eq(session.userId, target ?? ""))).toBe(0);
  });

  it("sends three mails an hour to one mailbox, whoever asks and wherever from", async () => {
    await signedUp(parts, market.test.pool, "flooded@example.test");
    const before = (await mails("flooded@example.test")).length;
    const answers = await Promise.all(
      Array.from({ length: 39 }, () =>
        askForReset(parts, "flooded@example.test", fromSomewhere().address),
      ),
    );
    expect(answers.filter((answer) => answer === null)).toHaveLength(3);
    expect((await mails("flooded@example.test")).length - before).toBe(3);
  });
});

describe("guessing a password", () => {
  it("waits longer and longer from one place, also when many guesses come at once", async () => {
    await signedUp(parts, market.test.pool, "guessed@example.test");
    const from = { headers: new Headers(), address: "10.8.8.8", knownAccounts: [] };
    const guess = () =>
      signIn(parts, { email: "guessed@example.test", password: "wrong", redirectTo: "/" }, from);
    const answers = await Promise.all(Array.from({ length: 30 }, guess));
    expect(answers.filter(({ kind }) => kind === "wrong").length).toBeLessThanOrEqual(6);
    expect(await guess()).toMatchObject({ kind: "tooOften" });
    /** From elsewhere the owner comes in all the same. */
    expect((await tryToSignIn("guessed@example.test", testPassword)).kind).toBe("signedIn");
  });

  it("from everywhere does not lock out a browser that was signed in, nor who resets", async () => {
    const { userId } = await signedUp(parts, market.test.pool, "attacked@example.test");
    const guesses = Array.from({ length: 115 }, (_, at) => ({
      email: "attacked@example.test",
      address: `10.7.${at}.1`,
      known: false,
    }));
    for (const guess of guesses) await parts.pauses.begin(guess);
    expect((await tryToSignIn("attacked@example.test", testPassword)).kind).toBe("tooOften");
    expect((await tryToSignIn("attacked@example.test", testPassword, [userId])).kind).toBe(
      "signedIn",
    );
    await askForReset(parts, "attacked@example.test", "10.9.9.9");
    const token = tokenIn((await mails("attacked@example.test"))[0]);
    await resetPassword(parts, token, testPassword);
    expect((await tryToSignIn("attacked@example.test", testPassword)).kind).toBe("signedIn");
  });
});

describe("the first administrator", () => {
  it("is the mailbox that the operator named, once it is confirmed, and only while there is none", async () => {
    const named = accountParts(market.services, "Boss@example.test");
    await followFirstAdministrator(named);
    await signUp(named, given("boss@example.test"), fromSomewhere());
    await followFirstAdministrator(named);
    expect((await userBy("boss@example.test"))?.platformRole).toBe("member");
    await confirm(named, tokenIn((await mails("boss@example.test"))[0]), new Headers());
    const boss = await userBy("boss@example.test");
    expect(boss?.platformRole).toBe("administrator");
    const { database } = market.services;
    const entries = await database
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.subjectId, boss?.id ?? ""));
    expect(entries.map(({ action, detail }) => [action, detail])).toEqual([
      ["set_platform_role", { platformRole: "administrator", by: "environment" }],
    ]);
    const second = accountParts(market.services, "known@example.test");
    await followFirstAdministrator(second);
    expect((await userBy("known@example.test"))?.platformRole).toBe("member");
  });

  it("can be made by command, with a mail to set a password where there was no account", async () => {
    expect(await promote(parts, "new-boss@example.test", "organizer")).toEqual({ mailed: true });
    const token = tokenIn((await mails("new-boss@example.test"))[0]);
    await resetPassword(parts, token, testPassword);
    expect((await tryToSignIn("new-boss@example.test", testPassword)).kind).toBe("signedIn");
    expect((await userBy("new-boss@example.test"))?.platformRole).toBe("organizer");
    expect(await promote(parts, "known@example.test", "organizer")).toEqual({ mailed: false });
  });

  it("and every later one leave at least one, also when two take each other's role at once", async () => {
    await market.services.database.update(user).set({ platformRole: "member" });
    const one = await createPerson(market.services, { platformRole: "administrator" });
    const other = await createPerson(market.services, { platformRole: "administrator" });
    const taken = await Promise.allSettled([
      setPlatformRole(market.services, one, other.userId, "member"),
      setPlatformRole(market.services, other, one.userId, "member"),
    ]);
    expect(taken.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const { database } = market.services;
    expect(await database.$count(user, eq(user.platformRole, "administrator"))).toBe(1);
    const [left] = await database.select().from(user).where(eq(user.platformRole, "administrator"));
    await expect(promote(parts, left?.email ?? "", "member")).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("forms about accounts", () => {
  const long = "长".repeat(200_000);
  const good = {
    signUp: { name: "张三", email: "a@example.test", password: testPassword },
    signIn: { email: "a@example.test", password: testPassword },
    mailbox: { email: "a@example.test" },
    organisation: { name: "某单位", kind: "enterprise", region: "3201", website: "https://a.cn" },
  };
  const schemas = {
    signUp: signUpSchema,
    signIn: signInSchema,
    mailbox: mailboxSchema,
    organisation: organisationSchema,
  };
  const forms = Object.keys(schemas) as (keyof typeof schemas)[];

  it.each(forms)("take good input and refuse bad input: %s", (form) => {
    expect(schemas[form].safeParse(good[form]).success).toBe(true);
    for (const field of Object.keys(good[form]))
      for (const bad of [long, ["a", "b"], { a: "b" }, 1, null])
        expect(
          schemas[form].safeParse({ ...good[form], [field]: bad }).success,
          `${field}: ${JSON.stringify(bad).slice(0, 20)}`,
        ).toBe(false);
  });

  it.each([
    ["name of a person", signUpSchema, good.signUp, "name"],
    ["name of an organisation", organisationSchema, good.organisation, "name"],
    ["English name", organisationSchema, good.organisation, "nameEn"],
  ] as const)("keep no line break and no zero byte in the %s", (_what, schema, rest, field) => {
    const parsed = schema.safeParse({ ...rest, [field]: "a\r\nBcc: b\0c\u2028d" });
    expect(JSON.stringify(parsed.data)).toContain('"a Bcc: bc d"');
  });

  it.each([
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)//https://a.cn",
    "data:text/html,x",
    "vbscript:x",
    "//a.cn",
    " javascript:alert(1)",
    "https:",
  ])("refuse the website %s", (website) => {
    expect(organisationSchema.safeParse({ ...good.organisation, website }).success).toBe(false);
  });

  it("refuse a name that would be a link in a mail", () => {
    const parsed = signUpSchema.safeParse({ ...good.signUp, name: "中奖 http://evil.test" });
    expect(parsed.success).toBe(false);
  });
});
