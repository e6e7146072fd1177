import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Role } from "#tests/fuzz/case.ts";
import { People } from "#tests/fuzz/people.ts";
import { formsIn } from "#tests/support/html-forms.ts";
import { openSite, type Site } from "#tests/support/site.ts";

/** Forms as a browser without scripts sends them, and the pages that come back. */
let site: Site;
let people: People;
beforeAll(async () => {
  site = await openSite();
  people = new People(site.origin, site.test.pool);
  await people.begin();
}, 180_000);
afterAll(() => site.close());

async function send(as: Role | null, path: string, fields: Record<string, string>) {
  const cookie = as === null ? undefined : people.cookieOf(as);
  const answer = await fetch(site.origin + path, {
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
  const html = (await answer.text()).replace(/<script\b.*?<\/script>/gs, "");
  return { status: answer.status, location: answer.headers.get("location"), html };
}

const first = async (query: string, values: unknown[] = []): Promise<string> => {
  const { rows } = await site.test.pool.query<{ id: string }>(query, values);
  return rows[0]?.id ?? "";
};

/** The tag of the field of this name, and the text in it. */
const fieldIn = (html: string, name: string): string =>
  new RegExp(`<(input|textarea|select)\\b[^>]*\\sname="${name}"[^>]*>[^<]*`).exec(html)?.[0] ?? "";

describe("a refused form", () => {
  it("of the sign-in has the address back, and never the password", async () => {
    const answer = await send(null, "/sign-in", {
      step: "send",
      email: "enterprise@duijie.example",
      password: "quite-the-wrong-one",
    });
    expect(answer.status).toBe(422);
    expect(answer.html).toContain("邮箱或密码不正确");
    expect(fieldIn(answer.html, "email")).toContain('value="enterprise@duijie.example"');
    expect(answer.html).not.toContain("quite-the-wrong-one");
  });

  it("of a password that is too short does not repeat it", async () => {
    const fields = { step: "send", name: "新用户", email: "new@duijie.example", password: "brief" };
    const answer = await send(null, "/sign-up", fields);
    expect(answer.status).toBe(422);
    expect(fieldIn(answer.html, "name")).toContain('value="新用户"');
    expect(fieldIn(answer.html, "password")).toContain('aria-invalid="true"');
    expect(answer.html).not.toContain("brief");
  });

  it("of synonyms has its words back, with what is wrong beside them", async () => {
    const fields = { step: "propose", words: "只有一个词", note: "出处" };
    const answer = await send("enterprise", "/synonyms/propose", fields);
    expect(answer.status).toBe(422);
    expect(fieldIn(answer.html, "words")).toMatch(/aria-invalid="true".*只有一个词/s);
    expect(fieldIn(answer.html, "note")).toContain("出处");
    expect(answer.html).toContain("至少填写两个不同的词");
  });

  it("of settings has its choices back", async () => {
    const fields = { step: "save", quietFrom: "23:15", quietTo: "07:00", zone: "Mars/Olympus" };
    const answer = await send("enterprise", "/settings/notifications", fields);
    expect(answer.status).toBe(422);
    expect(fieldIn(answer.html, "zone")).toMatch(/aria-invalid="true".*Mars\/Olympus/s);
    expect(fieldIn(answer.html, "quietFrom")).toContain('value="23:15"');
    expect(fieldIn(answer.html, "quietOn")).not.toContain("checked");
    const mandatory = [...answer.html.matchAll(/<input[^>]*type="checkbox"[^>]*disabled[^>]*>/g)];
    expect(mandatory.length).toBeGreaterThan(0);
    for (const [field] of mandatory) expect(field).toContain("checked");
  });

  it("that stands folded away stands open, with its error", async () => {
    await send("enterprise", "/saved-searches/new?q=陶瓷", {
      step: "save",
      name: "陶瓷",
      frequency: "daily",
    });
    const id = await first("SELECT id FROM saved_search ORDER BY id DESC LIMIT 1");
    const fields = { step: "change", formName: `change:${id}`, id, name: " ", frequency: "daily" };
    const answer = await send("enterprise", "/saved-searches", fields);
    expect(answer.status).toBe(422);
    expect(answer.html).toMatch(/<details\b[^>]*\sopen=""/);
    expect(fieldIn(answer.html, "name")).toContain('aria-invalid="true"');
  });

  it("says why a deleted search cannot come back", async () => {
    const save = { step: "save", name: "氮化铝", frequency: "daily" };
    await send("enterprise", "/saved-searches/new?q=氮化铝", save);
    const id = await first("SELECT id FROM saved_search ORDER BY id DESC LIMIT 1");
    const gone = await send("enterprise", "/saved-searches", {
      step: "delete",
      id,
      name: "氮化铝",
    });
    expect(gone.status).toBe(302);
    await send("enterprise", "/saved-searches/new?q=氮化铝", save);
    const fields = { step: "restore", formName: `restore:${id}`, id };
    const answer = await send("enterprise", gone.location ?? "", fields);
    expect(answer.status).toBe(422);
    expect(answer.html).toContain("这个检索已经保存过");
  });

  it("of a question stands open, and one that came too late says who was first", async () => {
    const words = { words: "反铁磁体\nantiferromagnet", note: "" };
    await send("enterprise", "/synonyms/propose", { step: "propose", ...words });
    const id = await first(
      "SELECT id FROM synonym_group WHERE state = 'proposed' ORDER BY id DESC LIMIT 1",
    );
    const path = `/admin/synonyms/${id}`;
    const refused = await send("organizer", path, { step: "reject", revision: "1", reason: " " });
    expect(refused.status).toBe(422);
    expect(refused.html).toMatch(/<details\b[^>]*\sopen=""/);
    expect(fieldIn(refused.html, "reason")).toContain('aria-invalid="true"');

    const edit = { step: "edit", note: "" };
    await send("admin", path, { ...edit, revision: "1", words: "反铁磁体\nantiferromagnetics" });
    const late = await send("organizer", path, {
      ...edit,
      revision: "1",
      words: "反铁磁体\nantiferro",
    });
    expect(late.status).toBe(409);
    expect(late.html).toContain("修改了这组词");
    expect(late.html).toContain("antiferromagnetics");
    expect(fieldIn(late.html, "words")).toContain("反铁磁体\nantiferro");
    expect(fieldIn(late.html, "revision")).toContain('value="2"');
  });

  it("of a confidential part has back what was written, to be sent over the colleague's", async () => {
    const id = await first(
      `SELECT post.id FROM post JOIN member USING (organisation_id) JOIN "user" ON "user".id = user_id
       WHERE email = 'enterprise@duijie.example' AND kind = 'need' AND publication = 'published' LIMIT 1`,
    );
    const path = `/needs/${id}/confidential`;
    const kept = await first(
      "SELECT coalesce(max(revision), 0) AS id FROM post_secret WHERE post_id = $1",
      [id],
    );
    const save = { step: "save", extraTerms: "", revision: kept };
    expect((await send("enterprise", path, { ...save, confidential: "同事的内容" })).status).toBe(
      200,
    );
    const late = await send("enterprise", path, { ...save, confidential: "后写的内容" });
    expect(late.status).toBe(409);
    expect(fieldIn(late.html, "confidential")).toContain("后写的内容");
    const [, revision = ""] = /value="(\d+)"/.exec(fieldIn(late.html, "revision")) ?? [];
    const again = await send("enterprise", path, { ...save, revision, confidential: "后写的内容" });
    expect(again.status).toBe(200);
  });
});

it("what was typed before the sign-in expired does not overwrite what somebody else saved meanwhile", async () => {
  const sessionId = await first("SELECT id FROM matchmaking_session ORDER BY id LIMIT 1");
  const page = `/sessions/${sessionId}/edit`;
  const read = async () => {
    const answer = await fetch(site.origin + page, {
      headers: { accept: "text/html", cookie: people.cookieOf("organizer") ?? "" },
    });
    const html = (await answer.text()).replace(/<script\b.*?<\/script>/gs, "");
    const form = formsIn(html).find(({ fields }) => fields.some(({ name }) => name === "title"));
    return Object.fromEntries((form?.fields ?? []).map(({ name, value }) => [name, value]));
  };
  const opened = { ...(await read()), title: "登录过期前改的名称" };
  await send(null, page, opened);
  await site.test.pool.query(
    "UPDATE matchmaking_session SET version = version + 1, title = '别人改的名称' WHERE id = $1",
    [sessionId],
  );
  const back = await read();
  expect(back.title).toBe("登录过期前改的名称");
  const saved = await send("organizer", page, back);
  expect(saved.status).toBe(409);
  const again = Object.fromEntries(
    (
      formsIn(saved.html).find(({ fields }) => fields.some(({ name }) => name === "title"))
        ?.fields ?? []
    ).map(({ name, value }) => [name, value]),
  );
  expect(again.title).toBe("登录过期前改的名称");
  expect((await send("organizer", page, again)).status).toBe(302);
});
