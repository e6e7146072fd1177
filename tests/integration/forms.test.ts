import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addresses } from "#app/routes.ts";
import type { Role } from "#tests/fuzz/case.ts";
import { People } from "#tests/fuzz/people.ts";
import { formsIn } from "#tests/support/html-forms.ts";
import { openSite, type Site } from "#tests/support/site.ts";

let site: Site;
let people: People;
beforeAll(async () => {
  site = await openSite();
  people = new People(site.origin, site.test.pool);
  await people.begin();
}, 180_000);
afterAll(() => site.close());

/** The pages with a field for text, and the table whose ids stand in their addresses. */
const places: Record<string, string | null> = {
  "/:kinds/new": null,
  "/:kinds/:postId": "post",
  "/saved-searches/new": null,
  "/synonyms/propose": null,
  "/admin/synonyms/new": null,
  "/interests/:interestId": "interest",
  "/deals/:dealId": "deal",
  "/stories/new": null,
  "/organisations/new": null,
  "/organisation": null,
  "/organisation/verification": null,
  "/admin/verifications/:organisationId": "organisation",
  "/settings/notifications": null,
  "/sessions/new": null,
  "/sessions/:sessionId/edit": "matchmaking_session",
  "/sessions/:sessionId/programme": "matchmaking_session",
  "/sessions/:sessionId/plan": "matchmaking_session",
  "/sessions/:sessionId/register": "matchmaking_session",
  "/sessions/:sessionId/registrations": "matchmaking_session",
  "/sessions/:sessionId/meetings": "matchmaking_session",
  "/sessions/:sessionId/pairs": "matchmaking_session",
};
/**
 * Pages whose form the demonstration data shows to nobody: a state has to come first, such as
 * a report or a contract. They stand here by name, so that a new page has to be put in either list.
 */
const withoutForm = new Set([
  "/:kinds/:postId/edit",
  "/:kinds/:postId/confidential",
  "/:kinds/:postId/disclosure",
  "/admin/match-quality",
  "/saved-searches",
  "/admin/synonyms/:groupId",
  /** Its one form is a question that scripts ask. */
  "/deals/board",
  "/deals/:dealId/contract/new",
  "/contracts/:contractId",
  "/contracts/:contractId/amend",
  "/contracts/:contractId/edit",
  "/challenges/:challengeId/edit",
  "/challenges/:challengeId/proposal",
  "/challenges/:challengeId/review",
  "/challenges/:challengeId/decision",
  "/stories/:storyId/edit",
  "/reports/new",
  "/admin/reports/:reportId",
  "/sessions/:sessionId/invitations",
  "/sessions/:sessionId/meetings/:meetingId",
  "/sessions/:sessionId/mine",
  "/sessions/:sessionId/timetable",
  "/sessions/:sessionId/board",
  "/sessions/:sessionId/check-in",
]);
const roles: Role[] = ["enterprise", "university", "organizer", "institute", "editor", "admin"];

interface Form {
  action: string;
  name: string;
  /** Name and value of all that it sends, in their order. */
  fields: [name: string, value: string][];
  texts: string[];
}

/** The forms of a page that write, with what each sends when it is sent as it is. */
const formsOf = (html: string, page: string): Form[] =>
  formsIn(html)
    .filter(({ method, multipart }) => method === "post" && !multipart)
    .map(({ action, fields, buttons }) => {
      const sent = fields.filter(
        ({ name, type, ticked }, at) =>
          ticked ||
          (type !== "checkbox" &&
            (type !== "radio" || fields.findIndex((field) => field.name === name) === at)),
      );
      const step = buttons.find(({ name }) => name === "step");
      return {
        action: action ?? page,
        name: fields.find(({ name }) => name === "formName")?.value ?? "",
        fields: [
          ...sent.map(({ name, value }): [string, string] => [name, value]),
          ...(step ? [["step", step.value] as [string, string]] : []),
        ],
        texts: fields
          .filter(({ type }) => type === "text" || type === "textarea")
          .map(({ name }) => name),
      };
    });

const read = async (at: string, cookie: string | undefined): Promise<string> => {
  const answer = await fetch(site.origin + at, {
    headers: { accept: "text/html", ...(cookie === undefined ? {} : { cookie }) },
  });
  return answer.text();
};

const send = (form: Form, fields: Form["fields"], cookie: string | undefined) =>
  fetch(site.origin + form.action, {
    method: "POST",
    redirect: "manual",
    headers: {
      accept: "text/html",
      origin: site.origin,
      "sec-fetch-site": "same-origin",
      ...(cookie === undefined ? {} : { cookie }),
    },
    body: new URLSearchParams(fields),
  });

async function pathsOf(pattern: string): Promise<string[]> {
  const table = places[pattern];
  const at = pattern.replace(":kinds", "needs");
  if (!table) return [at];
  const { rows } = await site.test.pool.query<{ id: string }>(
    `SELECT id FROM "${table}" ORDER BY id DESC LIMIT 8`,
  );
  return rows.map(({ id }) => at.replace(/:\w+/, id));
}

interface Found {
  at: string;
  as: Role;
  forms: Form[];
}

/** Somebody who has a form with a field for text before them on the page; null where nobody has. */
async function findForms(pattern: string, field = ""): Promise<Found | null> {
  for (const at of await pathsOf(pattern))
    for (const as of roles) {
      const forms = formsOf(await read(at, people.cookieOf(as)), at).filter(({ texts }) =>
        field === "" ? texts.length > 0 : texts.includes(field),
      );
      if (forms.length > 0) return { at, as, forms };
    }
  return null;
}

const root = path.join(import.meta.dirname, "../..");
const sourceOf = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** Whether a page, or a part that it is made of, has a field for text in a form that is sent. */
function hasTextField(file: string, seen = new Set<string>()): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  const source = sourceOf(file);
  if (/<(TextField|TextArea)\b/.test(source) && /<StepForm\b|useStepForm/.test(source)) return true;
  const parts = [...source.matchAll(/from "(#app\/[^"]*|\.\/[^"]*)\.tsx"/g)].map(([, part = ""]) =>
    part.startsWith("#") ? `${part.slice(1)}.tsx` : path.join(path.dirname(file), `${part}.tsx`),
  );
  return parts
    .filter((part) => !part.startsWith("app/ui/"))
    .some((part) => hasTextField(part, seen));
}

describe("what was typed when the sign-in had expired comes back", () => {
  it.each(Object.keys(places))("on %s", async (pattern) => {
    const found = await findForms(pattern);
    if (!found) throw new Error(`nobody has a form for text on ${pattern}`);
    const { at, as, forms } = found;
    const cookie = people.cookieOf(as);
    for (const [number, form] of forms.slice(0, 4).entries()) {
      expect(form.name, "a form of StepForm").not.toBe("");
      const [first = ""] = form.texts;
      const text = `登录过期前写下的文字 ${number}`;
      const typed = form.fields.map(([name, value]): [string, string] => [
        name,
        name === first ? text : value,
      ]);
      const answer = await send(form, typed, undefined);
      expect(answer.headers.get("location")).toMatch(/^\/sign-in\?redirectTo=.*&kept=1$/);
      const back = await read(at, cookie);
      expect(back.replace(/<script\b.*?<\/script>/gs, "")).toContain(text);
    }
  });

  it("on a page that is new too: each with a field for text stands in the table", () => {
    const without = Object.entries(addresses)
      .filter(([, { page, door }]) => door !== "anyone" && page.endsWith(".tsx"))
      .filter(([, { page }]) => hasTextField(`app/${page}`))
      .map(([pattern]) => pattern)
      .filter((pattern) => !(pattern in places) && !withoutForm.has(pattern));
    expect(without).toEqual([]);
  });
});

describe("a form that is sent twice at the same moment", () => {
  const tables: [string, string, string, Record<string, string>][] = [
    [
      "a proposal of synonyms",
      "/synonyms/propose",
      "SELECT count(*) FROM synonym_group",
      { words: "双发测试甲\n双发测试乙" },
    ],
    [
      "a message",
      "/deals/:dealId",
      "SELECT count(*) FROM deal_message",
      { body: "同一时刻发送两次的消息" },
    ],
    [
      "a session",
      "/sessions/new",
      "SELECT count(*) FROM matchmaking_session",
      {
        title: "同一时刻创建两次的对接会",
        mode: "onsite",
        place: "南京国际博览中心",
        startsAt: "2027-05-10T09:00",
        endsAt: "2027-05-10T17:00",
      },
    ],
  ];

  it.each(tables)(
    "%s is one record, and both are led to one place",
    async (_, pattern, count, typed) => {
      const counted = async () =>
        Number((await site.test.pool.query<{ count: string }>(count)).rows[0]?.count);
      const [field = ""] = Object.keys(typed);
      const found = await findForms(pattern, field);
      const form = found?.forms[0];
      if (!found || !form) throw new Error(`no form with ${field}`);
      const fields = form.fields.map(([name, value]): [string, string] => [
        name,
        typed[name] ?? value,
      ]);
      const before = await counted();
      const cookie = people.cookieOf(found.as);
      const answers = await Promise.all([send(form, fields, cookie), send(form, fields, cookie)]);
      expect(
        await Promise.all(answers.map(async (one) => (one.status < 400 ? "" : one.text()))),
      ).toEqual(["", ""]);
      expect(await counted()).toBe(before + 1);
      const [one, other] = answers.map(({ headers }) => headers.get("location"));
      expect(one).not.toBeNull();
      expect(other).toBe(one);
      const again = await send(form, fields, cookie);
      expect(again.headers.get("location")).toBe(one);
      expect(await counted()).toBe(before + 1);
    },
  );
});
