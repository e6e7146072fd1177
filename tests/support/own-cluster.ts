import { randomBytes } from "node:crypto";
import pg from "pg";
import { viewerRole } from "#db/security/declaration.ts";
import { startTemporaryPostgres } from "./temporary-postgres.ts";

export interface OwnCluster {
  /** Runs SQL as the superuser, in the maintenance database or another one. */
  run(sql: string, database?: string): Promise<pg.QueryResult[]>;
  /** Makes a role that may sign in and no more, unless told otherwise; answers its name. */
  createRole(attributes?: string): Promise<string>;
  /** Makes an empty database of a role; answers the address under which the role uses it. */
  createDatabase(owner: string): Promise<{ name: string; url: string }>;
  /** The address of a database for a role. */
  urlOf(role: string, database: string): string;
  stop(): Promise<void>;
}

/** A PostgreSQL server of one test file's own, for what concerns roles, which databases share. */
export async function openOwnCluster(): Promise<OwnCluster> {
  const server = await startTemporaryPostgres();
  const password = randomBytes(9).toString("hex");
  const mark = () => randomBytes(4).toString("hex");
  const run = async (sql: string, database = "postgres") => {
    const client = new pg.Client(server.databaseUrl(database));
    await client.connect();
    try {
      const results: unknown = await client.query(sql);
      return (Array.isArray(results) ? results : [results]) as pg.QueryResult[];
    } finally {
      await client.end();
    }
  };
  const urlOf = (role: string, database: string) => {
    const url = new URL(server.databaseUrl(database));
    url.username = role;
    url.password = password;
    return url.href;
  };
  return {
    run,
    urlOf,
    createRole: async (attributes = "") => {
      const role = `role_${mark()}`;
      await run(`CREATE ROLE ${role} LOGIN PASSWORD '${password}' ${attributes}`);
      return role;
    },
    createDatabase: async (owner) => {
      const name = `market_${mark()}`;
      await run(`CREATE DATABASE ${name} OWNER ${owner}`);
      return { name, url: urlOf(owner, name) };
    },
    stop: () => server.remove(),
  };
}

/** An empty database of a role that may do no more than the guide says. */
export async function createMarketDatabase(cluster: OwnCluster) {
  const role = await cluster.createRole();
  await cluster.run(
    `DO $$ BEGIN CREATE ROLE ${viewerRole} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$; GRANT ${viewerRole} TO ${role}`,
  );
  return cluster.createDatabase(role);
}
