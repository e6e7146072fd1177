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
  MAIL_FROM: "对接 Duijie <no-reply@duijie.example>",
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
    ["MAIL_FROM", { ...production, MAIL_FROM: "" }],
    ["MAIL_FROM", { MAIL_FROM: "Duijie" }],
    ["MAIL_FROM", { MAIL_FROM: "Duijie <no-reply>" }],
    ["PUBLIC_URL", { PUBLIC_URL: "https://duijie.example/market" }],
    ["PUBLIC_URL", { PUBLIC_URL: "https://duijie.example/?a=1" }],
    ["HOST", { HOST: "0.0.0.0" }],
    ["HOST", { HOST: "::" }],
    ["HOST", { HOST: "192.168.1.7" }],
    ["HOST", { HOST: "http://localhost" }],
    ["HOST", { HOST: "localhost:3000" }],
    ["TRUST_PROXY", { TRUST_PROXY: "true" }],
    ["TRUST_PROXY", { TRUST_PROXY: "nginx" }],
    ["TRUST_PROXY", { TRUST_PROXY: "10.0.0.0/99" }],
    ["WEB_PROCESSES", { WEB_PROCESSES: "0" }],
    ["WEB_PROCESSES", { WEB_PROCESSES: "many" }],
    ["S3_BUCKET", { S3_BUCKET: "My Bucket", S3_ACCESS_KEY_ID: "a", S3_SECRET_ACCESS_KEY: "b" }],
    ["S3_ENDPOINT", { S3_ENDPOINT: "s3.example" }],
    ["SMTP_URL", { SMTP_URL: "smtp://" }],
    ["DATABASE_URL", { DATABASE_URL: "postgres:///duijie" }],
    ["DATABASE_URL", { DATABASE_URL: "postgres://app:p#ss@db.example/duijie" }],
  ])("%s: one line names it when it is wrong", (name, variables) => {
    const read = () => readEnvironment({ DUIJIE_HOME: home, ...variables });
    expect(read).toThrow(StartRefused);
    expect(read).toThrow(new RegExp(`^${name}: [^\\n]+$`));
  });

  it.each([
    "postgres://app:half#secret@db.example/duijie",
    "postgres://app:half secret@db.example/duijie",
    "postgresql:app:half#secret",
  ])("no piece of a password is shown: %s", (DATABASE_URL) => {
    const read = () => readEnvironment({ DUIJIE_HOME: home, DATABASE_URL });
    expect(read).toThrow(/^DATABASE_URL: /);
    expect(read).not.toThrow(/half|secret/);
  });

  it.each([
    ["loopback", ["loopback"]],
    ["10.0.0.0/8, 192.168.1.2", ["10.0.0.0/8", "192.168.1.2"]],
    ["1", 1],
  ])("TRUST_PROXY=%s is understood", (TRUST_PROXY, expected) => {
    expect(readEnvironment({ DUIJIE_HOME: home, TRUST_PROXY }).TRUST_PROXY).toEqual(expected);
  });

  it.each([{ HOST: "localhost" }, { HOST: "0.0.0.0", ALLOW_OPEN_DEMONSTRATION: "yes" }])(
    "a demonstration listens at %j",
    (variables) => {
      expect(readEnvironment({ DUIJIE_HOME: home, ...variables }).HOST).toBe(variables.HOST);
    },
  );

  it("production listens where it is told", () => {
    expect(readEnvironment({ ...production, DUIJIE_HOME: home, HOST: "::" }).HOST).toBe("::");
  });
});
