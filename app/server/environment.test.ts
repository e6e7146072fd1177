import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readEnvironment, StartRefused } from "./environment.ts";

const home = mkdtempSync(path.join(os.tmpdir(), "duijie-environment-"));
const production = {
  DUIJIE_ENV: "production",
  AUTH_SECRET: "s".repeat(32),
  SMTP_URL: "smtp://mail.example",
  PUBLIC_URL: "https://duijie.example/",
};

describe("the environment", () => {
  it("needs nothing to be set", () => {
    const read = readEnvironment({ DUIJIE_HOME: home });
    expect(read).toMatchObject({
      PORT: 3000,
      HOST: "127.0.0.1",
      DUIJIE_ENV: "demonstration",
      origin: "http://localhost:3000",
    });
    expect(read.AUTH_SECRET.length).toBeGreaterThanOrEqual(32);
  });

  it("keeps its own secret, so that a restart signs nobody out", () => {
    const [first, second] = [1, 2].map(() => readEnvironment({ DUIJIE_HOME: home }).AUTH_SECRET);
    expect(first).toBe(second);
  });

  it("takes an empty variable as not set", () => {
    expect(readEnvironment({ DUIJIE_HOME: home, DATABASE_URL: "" }).DATABASE_URL).toBeUndefined();
  });

  it("knows the address that people use", () => {
    expect(readEnvironment(production).origin).toBe("https://duijie.example");
  });

  it.each<[string, Record<string, string>]>([
    ["PORT", { PORT: "http" }],
    ["PORT", { PORT: "70000" }],
    ["DATABASE_PORT", { DATABASE_PORT: "0" }],
    ["DATABASE_URL", { DATABASE_URL: "mysql://localhost/duijie" }],
    ["MEILI_URL", { MEILI_URL: "localhost:7700" }],
    ["EMBEDDING_URL", { EMBEDDING_URL: "localhost:8080/v1", EMBEDDING_MODEL: "bge-m3" }],
    ["EMBEDDING_MODEL", { EMBEDDING_URL: "http://127.0.0.1:8080/v1" }],
    ["SMTP_URL", { SMTP_URL: "mail.example" }],
    ["AUTH_SECRET", { AUTH_SECRET: "short" }],
    ["LOG_LEVEL", { LOG_LEVEL: "loud" }],
    ["DUIJIE_ENV", { DUIJIE_ENV: "staging" }],
    ["S3_ACCESS_KEY_ID", { S3_BUCKET: "files", S3_SECRET_ACCESS_KEY: "x" }],
    ["AUTH_SECRET", { ...production, AUTH_SECRET: "" }],
    ["SMTP_URL", { ...production, SMTP_URL: "" }],
    ["PUBLIC_URL", { ...production, PUBLIC_URL: "" }],
  ])("%s: one line names it when it is wrong", (name, variables) => {
    const read = () => readEnvironment({ DUIJIE_HOME: home, ...variables });
    expect(read).toThrow(StartRefused);
    expect(read).toThrow(new RegExp(`^${name}: [^\\n]+$`));
  });
});
