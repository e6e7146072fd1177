import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addresses } from "#app/routes.ts";
import { People } from "#tests/fuzz/people.ts";
import { filledIn, formPages, heldBy, type PageForm } from "#tests/support/form-pages.ts";
import { makeFormStates, type FormPlace } from "#tests/support/form-states/index.ts";
import { repeatedForms } from "#tests/support/sent-twice.ts";
import { openSite, type Site } from "#tests/support/site.ts";

let site: Site;
let people: People;
let places: FormPlace[];
let pages: ReturnType<typeof formPages>;
beforeAll(async () => {
  site = await openSite();
  people = new People(site.origin, site.test.pool);
  await people.begin();
  places = await makeFormStates(site, people);
  pages = formPages(site.origin);
}, 180_000);
afterAll(() => site.close());
/** One person sends more here in a minute than people do in an hour. */
beforeEach(() => site.test.pool.query("DELETE FROM rate_limit"));

/** Pages made of parts with a field that are not tried, and why. */
const notTried: Record<string, string> = {
  "/deals/board": "its one form is a question that scripts ask; the deal's page asks it without",
  "/sessions/:sessionId/documents": "its one field goes with a file",
  "/admin/synonyms/import": "its fields go with a file",
  "/sessions/:sessionId/registrations/import":
    "its one box stands beside what the worker read in a file",
  "/sessions/:sessionId/mine": "tasks are ticked here and written on their meeting's page",
  "/sign-in": "nobody's sign-in expires here",
  "/sign-up": "nobody's sign-in expires here",
  "/forgot-password": "nobody's sign-in expires here",
  "/reset-password": "nobody's sign-in expires here",
  "/check-mail": "nobody's sign-in expires here",
  "/verify-email": "nobody's sign-in expires here",
};

/** The forms of a page in which something is typed or chosen, one for each of its steps. */
async function formsAt({ at, as }: FormPlace): Promise<PageForm[]> {
  const forms = await pages.formsOf(at, people.cookieOf(as));
  const filled = forms.filter(({ name, shown }) => name !== "" && shown.length > 0);
  return filled.filter(
    (form, index) => filled.findIndex(({ steps }) => steps === form.steps) === index,
  );
}

const root = path.join(import.meta.dirname, "../..");

/** A page and the parts that it is made of, as they are written. */
function sourcesOf(file: string, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(file) || file.startsWith("app/ui/") || file === "app/root.tsx") return seen;
  const source = readFileSync(path.join(root, file), "utf8");
  seen.set(file, source);
  for (const [, part = ""] of source.matchAll(/from "(#app\/[^"]*|\.[^"]*)\.tsx"/g))
    sourcesOf(
      part.startsWith("#") ? `${part.slice(1)}.tsx` : path.join(path.dirname(file), `${part}.tsx`),
      seen,
    );
  return seen;
}

const field = /<(TextField|TextArea|NumberField|SelectField|RowSelect|Choices|Checkbox)\b/;

function mayHaveField(page: string): boolean {
  const sources = [...sourcesOf(`app/${page}`).values()];
  return [field, /<StepForm\b/].every((part) => sources.some((source) => part.test(source)));
}

/** Pages that are made of parts with a field. */
const withField = Object.entries(addresses)
  .filter(([, { page }]) => page.endsWith(".tsx") && mayHaveField(page))
  .map(([pattern]) => pattern);

describe("what was typed when the sign-in had expired comes back", () => {
  it.each(withField.filter((pattern) => !(pattern in notTried)))("on %s", async (pattern) => {
    const tried = places.filter((one) => one.pattern === pattern);
    expect(tried).not.toEqual([]);
    for (const place of tried) {
      const forms = await formsAt(place);
      expect(forms.map(({ steps }) => steps).sort()).toEqual([...place.forms].sort());
      for (const form of forms) {
        const typed = filledIn(form);
        const answer = await pages.send(form, typed, undefined);
        expect(answer.headers.get("location")).toMatch(/^\/sign-in\?redirectTo=.*&kept=1$/);
        const back = await pages.formsOf(place.at, people.cookieOf(place.as));
        const same = back.find(({ name }) => name === form.name);
        const seen = new Set(form.shown.map(({ name }) => name));
        expect(same && heldBy(same)).toEqual(typed.filter(([name]) => seen.has(name)));
      }
    }
  });

  it("tries every page with a form to fill in but those named here", () => {
    const tried = new Set(places.map(({ pattern }) => pattern));
    expect([...tried, ...Object.keys(notTried)].sort()).toEqual([...withField].sort());
  });
});

describe("a form that is sent twice at the same moment", () => {
  beforeAll(() => site.test.pool.query("DELETE FROM rescued_form"));

  const filled = (form: PageForm, typed: Record<string, string | number>): PageForm["fields"] => {
    const values = Object.entries(typed).map(([name, value]): [string, string] => [
      name,
      typeof value === "number" ? (form.choices[name]?.[value] ?? "") : value,
    ]);
    return [...form.fields.filter(([name]) => !(name in typed)), ...values];
  };

  it.each(repeatedForms)(
    "$what is done once, and both are led to one place",
    async ({ pattern, steps, table, rows, typed }) => {
      const place = places.find((one) => one.pattern === pattern && one.forms.includes(steps));
      const form = place && (await formsAt(place)).find((one) => one.steps === steps);
      if (!place || !form) throw new Error(`no form ${steps} on ${pattern}`);
      const counted = async () => {
        const counting = `SELECT count(*)::int FROM "${table}"`;
        const { rows: counts } = await site.test.pool.query<{ count: number }>(counting);
        return counts[0]?.count ?? 0;
      };
      const sending = async () => {
        const answer = await pages.send(form, filled(form, typed), people.cookieOf(place.as));
        const refused = answer.status >= 400 ? await answer.text() : "";
        return { refused, status: answer.status, location: answer.headers.get("location") };
      };
      const before = await counted();
      const [first, second] = await Promise.all([sending(), sending()]);
      expect(first.refused).toBe("");
      expect(second).toEqual(first);
      expect(await counted()).toBe(before + rows);
      expect(await sending()).toEqual(first);
      expect(await counted()).toBe(before + rows);
    },
  );
});
