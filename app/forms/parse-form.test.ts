import { describe, expect, test } from "vitest";
import { z } from "zod";
import { parseForm, severalOf } from "./parse-form.ts";

const person = z.object({
  email: z.string().regex(/@/),
  rows: z.array(z.object({ name: z.string() })),
});
const schemas: [string, z.ZodType][] = [
  ["an object", person],
  ["a checked object", person.refine(() => true)],
  ["a transformed object", person.transform((value) => ({ ...value, more: 1 }))],
  ["a prepared object", z.preprocess((value) => value, person)],
  ["an intersection", z.intersection(person, z.object({ note: z.string().optional() }))],
  ["a union", z.union([person, z.object({ other: z.string() })])],
];

describe.each(schemas)("%s", (_what, schema) => {
  const form = new FormData();
  form.append("email", "bad");
  form.append("rows[0].name", "a");
  form.append("rows", "no row");
  form.append("rows[0].deep.er", "no field");
  form.append("email[0]", "no list");
  form.append("a[999].x", "1");
  form.append("unknown", "x".repeat(100_000));

  test("what was typed comes back, and nothing that no field asks for", () => {
    const reply = parseForm(form, { schema }).reply();
    expect(reply.status).toBe("error");
    expect(reply.initialValue).toEqual({ email: "bad", rows: [{ name: "a" }] });
  });
});

test("a good form is read whole", () => {
  const form = new FormData();
  form.append("email", "a@duijie.example");
  form.append("rows[0].name", "a");
  form.append("rows[1].name", "b");
  const submission = parseForm(form, { schema: person });
  expect(submission.status === "success" && submission.value).toEqual({
    email: "a@duijie.example",
    rows: [{ name: "a" }, { name: "b" }],
  });
});

describe("what a button wants", () => {
  const asking = (intent: string) => {
    const form = new FormData();
    form.append("email", "a@duijie.example");
    form.append("rows[0].name", "a");
    form.append("__intent__", intent);
    return parseForm(form, { schema: person });
  };
  const rowsAfter = (type: string, payload: object) =>
    asking(JSON.stringify({ type, payload })).reply().initialValue?.rows;

  test("is done where it goes with the form", () => {
    expect(rowsAfter("insert", { name: "rows", defaultValue: { name: "b" } })).toEqual([
      { name: "a" },
      { name: "b" },
    ]);
    const begun = { name: "b", people: [], id: null };
    expect(rowsAfter("insert", { name: "rows", defaultValue: begun })).toHaveLength(2);
    expect(rowsAfter("remove", { name: "rows", index: 0 })).toBeUndefined();
  });

  test.each([
    ["no JSON", "on"],
    ["nothing", "null"],
    ["a text", '"insert"'],
    ["no kind that there is", '{"type":"explode","payload":{}}'],
    ["no payload", '{"type":"insert"}'],
    ["a list that is none", '{"type":"insert","payload":{"name":"email"}}'],
    ["a list within a text", '{"type":"insert","payload":{"name":"email[0].x"}}'],
    ["a row of its own kind", '{"type":"insert","payload":{"name":"rows","defaultValue":"x"}}'],
    ["a huge index", '{"type":"update","payload":{"name":"rows","index":4000000000,"value":1}}'],
    ["a reach into objects", '{"type":"update","payload":{"name":"__proto__.x","value":1}}'],
    ["a deep value", `{"type":"update","payload":${"[".repeat(50_000)}${"]".repeat(50_000)}}`],
  ])("is left undone where it is %s", (_what, intent) => {
    expect(asking(intent).status).toBe("success");
  });
});

test.each([
  [undefined, []],
  ["one", ["one"]],
  [
    ["one", "two"],
    ["one", "two"],
  ],
  [{ no: "text" }, []],
])("of %j a field that takes several shows %j", (initialValue, several) => {
  expect(severalOf(initialValue)).toEqual(several);
});
