import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import pg from "pg";
import { migrate } from "#db/migrate.ts";
import { startEmbeddedPostgres } from "#db/embedded/postgres.ts";
import { freePort } from "./free-port.ts";

declare module "vitest" {
  export interface ProvidedContext {
    serverUrl: string;
    template: string;
  }
}

/**
 * One PostgreSQL for a test run: DATABASE_URL when set, else the embedded one
 * in a temporary folder. A template database is migrated once; each test file
 * copies it (see database.ts).
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const outside = process.env.DATABASE_URL;
  let serverUrl: string;
  let stop = async () => {};
  if (outside) {
    serverUrl = outside;
  } else {
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), "duijie-test-"));
    await fs.chmod(directory, 0o755);
    const server = await startEmbeddedPostgres({
      directory,
      port: await freePort(),
      settings: { fsync: "off", synchronous_commit: "off", max_connections: "200" },
    });
    serverUrl = server.url;
    stop = async () => {
      await server.stop();
      await fs.rm(directory, { recursive: true, force: true });
    };
  }
  const template = `duijie_template_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client(serverUrl);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${template}`);
  const templateUrl = new URL(serverUrl);
  templateUrl.pathname = `/${template}`;
  await migrate(templateUrl.href);
  project.provide("serverUrl", serverUrl);
  project.provide("template", template);
  return async () => {
    await admin.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await admin.end();
    await stop();
  };
}
