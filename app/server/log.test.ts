import { describe, expect, test } from "vitest";
import { describeError } from "./log.ts";

/** As drizzle and PostgreSQL word them. */
const failedQuery = Object.assign(
  new Error(
    'Failed query: insert into "session" ("token", "email") values ($1, $2)\nparams: s3cr3t-t0ken,person@duijie.example',
    { cause: new Error('invalid input syntax for type uuid: "person@duijie.example"') },
  ),
  { name: "DrizzleQueryError" },
);

describe("an error in the log", () => {
  const text = JSON.stringify(describeError(failedQuery));

  test.each(["s3cr3t-t0ken", "person@duijie.example"])("does not carry %s", (value) => {
    expect(text).not.toContain(value);
  });

  test("still says what failed and where", () => {
    expect(text).toContain("Failed query: insert into");
    expect(text).toContain("invalid input syntax for type uuid");
    expect(describeError(failedQuery).stack).toContain("log.test.ts");
  });

  test("what is no error is told too", () => {
    expect(describeError("gone")).toEqual({ type: "string", message: "gone" });
  });
});
