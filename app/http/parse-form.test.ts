import { describe, expect, test } from "vitest";
import { z } from "zod";
import { parseForm } from "./parse-form.ts";

const person = z.object({ email: z.email(), rows: z.array(z.object({ name: z.string() })) });
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
