import { expect, test } from "vitest";
import type { Services } from "#app/kernel/services.ts";
import { freePort } from "#tests/support/free-port.ts";
import { createPartsCheck } from "./outside-parts.ts";
import { readEnvironment } from "./environment.ts";

/** Parts that answer as they are told to. */
const partsThat = (search: () => Promise<unknown>, files: () => Promise<void>) =>
  ({ search: { status: search }, files: { check: files } }) as unknown as Services;

test("a part that is away is named with a reason and without its password", async () => {
  const port = await freePort();
  const environment = readEnvironment({
    AUTH_SECRET: "s".repeat(32),
    SMTP_URL: `smtp://market:hidden@127.0.0.1:${port}`,
  });
  const check = createPartsCheck(
    partsThat(
      () => Promise.resolve({ available: false, detail: "away: http://key:hidden@search.example" }),
      () => Promise.reject(new Error("no bucket at https://key:hidden@s3.example/\nmore")),
    ),
    environment,
  );
  const parts = await check();
  expect(parts.mail).toEqual({
    available: false,
    reason: expect.stringContaining("ECONNREFUSED"),
  });
  expect(parts.search).toMatchObject({ available: false });
  expect(parts.files).toMatchObject({ available: false });
  expect(JSON.stringify(parts)).not.toContain("hidden");
});

test("who asks often does not ask the parts often", async () => {
  let asked = 0;
  const environment = readEnvironment({ AUTH_SECRET: "s".repeat(32) });
  const check = createPartsCheck(
    partsThat(
      () => Promise.resolve({ available: true, detail: "" }),
      () => Promise.resolve(void asked++),
    ),
    environment,
  );
  const [first] = await Promise.all([check(), check(), check()]);
  expect(first).toEqual({
    search: { available: true, reason: null },
    mail: { available: true, reason: null },
    files: { available: true, reason: null },
  });
  expect(asked).toBe(1);
});
