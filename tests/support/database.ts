import { randomBytes } from "node:crypto";
import pg from "pg";
import { startTemporaryPostgres } from "./temporary-postgres.ts";

/** Names the server and the template to the workers of a test run, which inherit the environment. */
const serverVariable = "DUIJIE_TEST_SERVER";
const templateVariable = "DUIJIE_TEST_TEMPLATE";

const told = (variable: string): string => {
  const value = process.env[variable];
  if (value === undefined) throw new Error(`${variable} is not set: no test run was prepared`);
  return value;
};

/**
 * One PostgreSQL for a test run, DATABASE_URL when set, else the embedded one in a temporary
 * folder, with a template database that is filled once; createTestDatabase copies it.
 *
 * @returns what undoes it after the run
 */
export async function prepareTestRun(
  fill: (databaseUrl: string) => Promise<void>,
): Promise<() => Promise<void>> {
  const outside = process.env.DATABASE_URL;
  const server = outside
    ? undefined
    : await startTemporaryPostgres({
        fsync: "off",
        synchronous_commit: "off",
        max_connections: "200",
      });
  process.env[serverVariable] = outside ?? server?.url;
  const template = await createDatabase(`duijie_template_${mark()}`);
  process.env[templateVariable] = template.name;
  const end = async () => {
    await template.remove();
    await server?.remove();
  };
  try {
    await fill(template.url);
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}

const mark = () => randomBytes(6).toString("hex");

async function createDatabase(name: string, options = "") {
  const admin = new pg.Client(told(serverVariable));
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} ${options}`);
  const url = new URL(told(serverVariable));
  url.pathname = `/${name}`;
  return {
    name,
    url: url.href,
    remove: async () => {
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}

export interface TestDatabase {
  url: string;
  pool: pg.Pool;
  drop(): Promise<void>;
}

/** A copy of the run's template for one test file or one worker; drop it at the end. */
export const createTestDatabase = (): Promise<TestDatabase> => createFrom(told(templateVariable));

/** A database with nothing in it. */
export const createEmptyDatabase = (): Promise<TestDatabase> => createFrom("template0");

async function createFrom(template: string): Promise<TestDatabase> {
  const { url, remove } = await createDatabase(`duijie_test_${mark()}`, `TEMPLATE ${template}`);
  const pool = new pg.Pool({ connectionString: url });
  pool.on("error", () => {});
  // The pool forgets a connection before it is closed; the database may go first.
  pool.on("connect", (client) => client.on("error", () => {}));
  return {
    url,
    pool,
    drop: async () => {
      await pool.end();
      await remove();
    },
  };
}
