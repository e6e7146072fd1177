import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prepareJobs } from "#db/jobs.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let test: TestDatabase;
let folder: string;

/** A process that starts takes its time on a busy machine. */

beforeAll(async () => {
  test = await createTestDatabase();
  await prepareJobs(test.url);
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "duijie-commands-"));
});
afterAll(async () => {
  await test.drop();
  fs.rmSync(folder, { recursive: true });
});

const production = {
  DUIJIE_ENV: "production",
  AUTH_SECRET: "0123456789abcdef0123456789abcdef",
  SMTP_URL: "smtp://127.0.0.1:9",
  PUBLIC_URL: "http://localhost:4180",
  MAIL_FROM: "Market <market@example.test>",
};

/** Runs a command of the product as npm does, with this environment beside PATH. */
async function run(command: string, args: string[], environment: Record<string, string>) {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", `app/server/cli/${command}.ts`, ...args],
    {
      env: {
        NODE_ENV: "production",
        PATH: process.env.PATH ?? "",
        DUIJIE_HOME: path.join(folder, "home"),
        ...environment,
      },
    },
  );
  const code = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const [said, warned] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, said, warned };
}

describe("in production without DATABASE_URL", () => {
  it.each([
    ["reindex", []],
    ["backup", [path.join(os.tmpdir(), "nowhere")]],
  ])("%s is refused in one line and makes no database", async (command, args) => {
    const { code, said, warned } = await run(command, args, production);
    expect(code).toBe(1);
    expect(said).toBe("");
    expect(warned.trim().split("\n")).toHaveLength(1);
    expect(warned).toContain("DATABASE_URL: must be set for commands in production");
    expect(fs.existsSync(path.join(folder, "home", "postgresql"))).toBe(false);
  });
});

it("loading into production names the database and is asked for twice", async () => {
  const environment = { ...production, DATABASE_URL: test.url };
  const { code, warned } = await run("load-data", ["needs.csv"], environment);
  expect(code).toBe(1);
  const { host, pathname, password } = new URL(test.url);
  expect(warned).toContain(`Database: PostgreSQL at ${host}${pathname}\n`);
  expect(warned).not.toContain(password);
  expect(warned).toContain("--yes");
});

it("a backup by command is whole, and its check needs no database", async () => {
  const place = path.join(folder, "backup");
  const taken = await run("backup", [place], { DATABASE_URL: test.url });
  expect(taken).toMatchObject({ code: 0 });
  expect(taken.said).toContain("0 files as of");
  expect(await run("backup", ["--verify", place], {})).toMatchObject({ code: 0, warned: "" });
  fs.rmSync(path.join(place, "tables/public.post.copy.gz"));
  const damaged = await run("backup", ["--verify", place], {});
  expect(damaged).toMatchObject({ code: 2, warned: "table public.post is missing\n" });
});
