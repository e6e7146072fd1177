import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrate } from "#db/migrate.ts";
import { declarationFaults, viewerFaults } from "#db/security/faults.ts";
import { readable, secretTables, viewerRole } from "#db/security/declaration.ts";
import { DatabaseUnfit } from "#db/security/ensure.ts";
import { openOwnCluster, type OwnCluster } from "../support/own-cluster.ts";

let cluster: OwnCluster;

beforeAll(async () => {
  cluster = await openOwnCluster();
});
afterAll(() => cluster.stop());

const refusal = (url: string): Promise<string> =>
  migrate(url).then(
    () => "started",
    (error: unknown) => {
      if (error instanceof DatabaseUnfit) return error.message;
      throw error;
    },
  );

/** What stands after "have a superuser run in the database X:". */
const statementsOf = (message: string) => /run in the database \w+: (.*)$/.exec(message)?.[1] ?? "";

async function faultsOf(url: string): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query("SET search_path = public");
    const faults = [...(await viewerFaults(client)), ...(await declarationFaults(client))];
    return faults.map(({ what }) => what);
  } finally {
    await client.end();
  }
}

/** How many rows a role sees, told as a person of an organisation or as nobody. */
async function seen(url: string, table: string, { as = "", organisation = "" } = {}) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT set_config('duijie.organisations', $1, true)", [organisation]);
    if (as) await client.query(`SET LOCAL ROLE ${as}`);
    const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
    return rows[0]?.n;
  } finally {
    await client.end();
  }
}

const organisation = "0190a000-0000-7000-8000-000000000001";

/** One sealed proposal, written by the superuser. */
const sealedProposal = `
  INSERT INTO organisation (id, name, slug, kind, region) VALUES ('${organisation}', 'o', 'o', 'enterprise', '3201');
  INSERT INTO post (id, kind, organisation_id, content) VALUES ('0190a000-0000-7000-8000-000000000002', 'need', '${organisation}', '{}');
  INSERT INTO challenge (id, need_id, organisation_id, title, audience, terms) VALUES
    ('0190a000-0000-7000-8000-000000000003', '0190a000-0000-7000-8000-000000000002', '${organisation}', 't', 'registered', '{}');
  INSERT INTO proposal (id, challenge_id, organisation_id) VALUES
    ('0190a000-0000-7000-8000-000000000004', '0190a000-0000-7000-8000-000000000003', '${organisation}');
  INSERT INTO proposal_draft (proposal_id, content) VALUES ('0190a000-0000-7000-8000-000000000004', '{}')`;

describe("a start", () => {
  it("says what a superuser must run when its role may not make the reading role", async () => {
    const owner = await cluster.createRole();
    const { url, name } = await cluster.createDatabase(owner);
    const message = await refusal(url);
    expect(message).toBe(
      `the role ${viewerRole} is missing; have a superuser run in the database ${name}: ` +
        `CREATE ROLE "${viewerRole}" NOLOGIN; GRANT "${viewerRole}" TO "${owner}";`,
    );
    await cluster.run(statementsOf(message), name);
    expect(await refusal(url)).toBe("started");
    expect(await faultsOf(url)).toEqual([]);
  });

  it("needs no right to make roles once the reading role is there and granted", async () => {
    const owner = await cluster.createRole();
    const { url, name } = await cluster.createDatabase(owner);
    const message = await refusal(url);
    expect(message).toContain(`GRANT "${viewerRole}" TO "${owner}";`);
    expect(message).not.toContain("CREATE ROLE");
    await cluster.run(statementsOf(message), name);
    expect(await refusal(url)).toBe("started");
  });

  it("says which rights on the database are missing", async () => {
    const superuser = await cluster.createDatabase("postgres");
    const owner = await cluster.createRole();
    await cluster.run(`GRANT ${viewerRole} TO ${owner}`);
    const url = cluster.urlOf(owner, superuser.name);
    const message = await refusal(url);
    expect(message).toContain(`GRANT CREATE ON DATABASE "${superuser.name}" TO "${owner}"`);
    await cluster.run(statementsOf(message), superuser.name);
    expect(await refusal(url)).toBe("started");
  });

  it("goes through when several begin at once, on one database and on two of a server", async () => {
    await cluster.run(`DROP OWNED BY ${viewerRole}`);
    const owners = [await cluster.createRole("CREATEROLE"), await cluster.createRole("CREATEROLE")];
    const databases = await Promise.all(owners.map((owner) => cluster.createDatabase(owner)));
    await cluster.run(
      owners.map((owner) => `GRANT ${viewerRole} TO ${owner} WITH ADMIN OPTION`).join(";"),
    );
    const urls = databases.flatMap(({ url }) => [url, url]);
    expect(await Promise.all(urls.map(refusal))).toEqual(urls.map(() => "started"));
    for (const { url } of databases) expect(await faultsOf(url)).toEqual([]);
  });
});

describe("what differs from the declaration", () => {
  let owner: string;
  let database: { name: string; url: string };
  beforeAll(async () => {
    owner = await cluster.createRole();
    database = await cluster.createDatabase(owner);
    await cluster.run(`GRANT ${viewerRole} TO ${owner}`);
    await migrate(database.url);
  });

  it.each([
    ["a policy that is gone", "DROP POLICY proposal_read ON proposal"],
    [
      "all policies gone",
      secretTables
        .flatMap(({ table, policies }) =>
          policies.map(({ name }) => `DROP POLICY ${name} ON ${table}`),
        )
        .join(";"),
    ],
    ["a wider condition", "ALTER POLICY post_secret_open ON post_secret USING (true)"],
    ["a policy for more roles", "ALTER POLICY attachment_open ON attachment TO PUBLIC"],
    [
      "a policy that names an owner",
      "DROP POLICY proposal_server ON proposal; CREATE POLICY proposal_server ON proposal TO CURRENT_USER USING (true)",
    ],
    ["a policy more", "CREATE POLICY extra ON proposal_draft USING (true)"],
    ["a restrictive policy more", "CREATE POLICY extra ON contract AS RESTRICTIVE USING (false)"],
    ["security switched off", "ALTER TABLE verification_document DISABLE ROW LEVEL SECURITY"],
    ["security no longer forced", "ALTER TABLE proposal_submission NO FORCE ROW LEVEL SECURITY"],
    ["a right too many", `GRANT SELECT ON account TO ${viewerRole}`],
    ["a column too many", `GRANT SELECT (password) ON account TO ${viewerRole}`],
    ["a right for everybody", 'GRANT SELECT ON "session" TO PUBLIC'],
    ["a right to write", `GRANT UPDATE ON post TO ${viewerRole}`],
    ["a right too few", `REVOKE SELECT ON deal FROM ${viewerRole}`],
    [
      "rights on tables to come",
      `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO ${viewerRole}`,
    ],
    [
      "another function",
      "CREATE OR REPLACE FUNCTION duijie_secret_open(post_id uuid) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true'",
    ],
    [
      "a function without its owner's rights",
      "ALTER FUNCTION challenge_reader_bids(uuid) SECURITY INVOKER",
    ],
  ])("is mended: %s", async (_what, damage) => {
    const client = new pg.Client(database.url);
    await client.connect();
    await client.query(damage);
    await client.end();
    expect(await faultsOf(database.url)).not.toEqual([]);
    expect(await refusal(database.url)).toBe("started");
    expect(await faultsOf(database.url)).toEqual([]);
  });

  it("is refused where the role may not mend it, with the statement", async () => {
    const group = await cluster.createRole();
    await cluster.run(`GRANT ${group} TO ${viewerRole}; ALTER ROLE ${viewerRole} BYPASSRLS`);
    const message = await refusal(database.url);
    expect(message).toContain(`REVOKE "${group}" FROM "${viewerRole}"`);
    expect(message).toContain(`ALTER ROLE "${viewerRole}" NOSUPERUSER NOBYPASSRLS NOLOGIN`);
    expect(message).not.toContain("\n");
    await cluster.run(statementsOf(message), database.name);
    expect(await refusal(database.url)).toBe("started");
  });

  it("is refused where a table hides rows of which this version does not know it", async () => {
    await cluster.run("ALTER TABLE post ENABLE ROW LEVEL SECURITY", database.name);
    expect(await refusal(database.url)).toContain("row-level security is on for the table post");
    await cluster.run("ALTER TABLE post DISABLE ROW LEVEL SECURITY", database.name);
  });

  it("is nothing at a start that finds all in order, which then waits for nobody", async () => {
    const reader = new pg.Client(database.url);
    await reader.connect();
    await reader.query("BEGIN; SELECT count(*) FROM proposal; SELECT count(*) FROM contract");
    expect(await refusal(database.url)).toBe("started");
    await reader.end();
  });
});

describe("a database that was restored to another owner", () => {
  it("serves its new owner and seals as before", async () => {
    const [before, after, other] = [
      await cluster.createRole(),
      await cluster.createRole(),
      await cluster.createRole(),
    ];
    await cluster.run(`GRANT ${viewerRole} TO ${before}`);
    const { name, url } = await cluster.createDatabase(before);
    await migrate(url);
    await cluster.run(sealedProposal, name);

    await cluster.run(`ALTER DATABASE ${name} OWNER TO ${after}`);
    const moved = cluster.urlOf(after, name);
    const message = await refusal(moved);
    expect(message).toContain(`GRANT "${viewerRole}" TO "${after}"`);
    await cluster.run(statementsOf(message), name);
    expect(await refusal(moved)).toBe("started");
    expect(await faultsOf(moved)).toEqual([]);

    expect(await seen(moved, "proposal")).toBe(1);
    expect(await seen(moved, "proposal_draft")).toBe(0);
    expect(await seen(moved, "proposal_draft", { organisation })).toBe(1);
    expect(await seen(moved, "proposal", { as: viewerRole })).toBe(0);
    expect(await seen(moved, "proposal", { as: viewerRole, organisation })).toBe(1);

    await cluster.run(`GRANT SELECT ON proposal, proposal_draft TO ${other}`, name);
    expect(await seen(cluster.urlOf(other, name), "proposal")).toBe(0);
    expect(await seen(cluster.urlOf(other, name), "proposal_draft")).toBe(0);
  });
});

it("every table that the reading role reads exists, and none of secrets of accounts is among them", () => {
  for (const closed of [
    "account",
    "session",
    "verification",
    "local_mail",
    "mail_token",
    "rescued_form",
    "sent_form",
  ])
    expect(readable.has(closed)).toBe(false);
});
