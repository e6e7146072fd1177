import { createHash } from "node:crypto";
import pg from "pg";
import {
  functions,
  readable,
  secretTables,
  viewerRole,
  type DeclaredFunction,
  type DeclaredPolicy,
  type SecretTable,
} from "./declaration.ts";

/** One way in which the database differs from the declaration, and the SQL that mends it. */
export interface Fault {
  what: string;
  statements: string[];
}

const quote = (name: string) => pg.escapeIdentifier(name);
const literal = (text: string) => pg.escapeLiteral(text);
const viewer = quote(viewerRole);

/** Whether the role that reads as a person is there, is no more than that, and is the server's to take. */
export async function viewerFaults(client: pg.ClientBase): Promise<Fault[]> {
  const { rows } = await client.query<{
    server: string;
    strong: boolean;
    groups: string[];
    member: boolean;
  }>(
    `SELECT current_user AS server, r.rolsuper OR r.rolbypassrls OR r.rolcanlogin AS strong,
       ARRAY(SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
         WHERE m.member = r.oid) AS groups,
       pg_has_role(current_user, r.oid,
         CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END) AS member
     FROM pg_roles r WHERE r.rolname = $1`,
    [viewerRole],
  );
  const [found] = rows;
  if (!found) {
    const { rows: asked } = await client.query<{ server: string }>("SELECT current_user AS server");
    return [
      {
        what: `the role ${viewerRole} is missing`,
        statements: [`CREATE ROLE ${viewer} NOLOGIN`, grantTo(asked[0]!.server)],
      },
    ];
  }
  return [
    ...(found.strong
      ? [
          {
            what: `the role ${viewerRole} has rights that lift row-level security`,
            statements: [`ALTER ROLE ${viewer} NOSUPERUSER NOBYPASSRLS NOLOGIN`],
          },
        ]
      : []),
    ...found.groups.map((group) => ({
      what: `the role ${viewerRole} belongs to ${group}`,
      statements: [`REVOKE ${quote(group)} FROM ${viewer}`],
    })),
    ...(found.member
      ? []
      : [
          {
            what: `the role ${found.server} may not take the role ${viewerRole}`,
            statements: [grantTo(found.server)],
          },
        ]),
  ];
}

const grantTo = (server: string) => `GRANT ${viewer} TO ${quote(server)}`;

/** Whether the server's role may make and change what a start makes and changes. */
export async function ownerFaults(client: pg.ClientBase): Promise<Fault[]> {
  const { rows } = await client.query<{
    server: string;
    database: string;
    schemas: boolean;
    tables: boolean;
    foreign: number;
  }>(
    `SELECT current_user AS server, current_database() AS database,
       has_database_privilege(current_database(), 'CREATE') AS schemas,
       has_schema_privilege('public', 'CREATE') AS tables,
       (SELECT count(*)::int FROM (${ownedObjects}) o
        WHERE NOT pg_has_role(current_user, o.owner, 'USAGE')) AS foreign`,
  );
  const found = rows[0]!;
  const server = quote(found.server);
  return [
    ...(found.schemas
      ? []
      : [
          {
            what: `the role ${found.server} may not make schemas`,
            statements: [`GRANT CREATE ON DATABASE ${quote(found.database)} TO ${server}`],
          },
        ]),
    ...(found.tables
      ? []
      : [
          {
            what: `the role ${found.server} may not make tables`,
            statements: [`GRANT USAGE, CREATE ON SCHEMA public TO ${server}`],
          },
        ]),
    ...(found.foreign === 0
      ? []
      : [
          {
            what: `${found.foreign} tables and functions of the market do not belong to the role ${found.server}`,
            statements: [
              `DO $$DECLARE one text; BEGIN FOR one IN SELECT format('ALTER %s %s OWNER TO %I', kind, name, ${literal(found.server)}) FROM (${ownedObjects}) o LOOP EXECUTE one; END LOOP; END$$`,
            ],
          },
        ]),
  ];
}

/** All that the product's migrations, job queue and search index make. */
const ownedObjects = `SELECT kind, name, owner FROM (SELECT 'pg_class'::regclass AS class, c.oid, c.relnamespace AS space, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END AS kind, c.oid::regclass::text AS name, c.relowner AS owner FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v') OR c.relkind = 'S' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')) UNION ALL SELECT 'pg_proc'::regclass, oid, pronamespace, 'ROUTINE', oid::regprocedure::text, proowner FROM pg_proc UNION ALL SELECT 'pg_type'::regclass, oid, typnamespace, 'TYPE', oid::regtype::text, typowner FROM pg_type WHERE typtype = 'e' UNION ALL SELECT 'pg_namespace'::regclass, oid, oid, 'SCHEMA', oid::regnamespace::text, nspowner FROM pg_namespace WHERE nspname <> 'public') a WHERE space IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'drizzle', 'pgboss', 'search')) AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = class AND e.objid = a.oid AND e.deptype = 'e')`;

/**
 * Where functions, policies and rights differ from the declaration. The schema must be
 * the newest, and the session's search_path "public" alone: policies are compared as
 * PostgreSQL prints them.
 */
export async function declarationFaults(client: pg.ClientBase): Promise<Fault[]> {
  return [
    ...(await functionFaults(client)),
    ...(await policyFaults(client)),
    ...(await rightFaults(client)),
  ];
}

async function functionFaults(client: pg.ClientBase): Promise<Fault[]> {
  const { rows } = await client.query<{
    name: string;
    definer: boolean;
    body: string;
    fit: boolean;
  }>(
    `SELECT proname AS name, prosrc AS body, prosecdef AS definer,
       provolatile = 's' AND has_function_privilege($1, oid, 'EXECUTE')
         AND (NOT prosecdef OR proconfig = '{search_path=public}' AND proowner = current_user::regrole) AS fit
     FROM pg_proc WHERE pronamespace = 'public'::regnamespace`,
    [viewerRole],
  );
  return functions.flatMap((one) => {
    const found = rows.find(({ name }) => name === one.name);
    if (found?.fit && found.body === one.body && found.definer === (one.definer ?? false))
      return [];
    return [{ what: `the function ${one.name} is not as declared`, statements: makeFunction(one) }];
  });
}

function makeFunction({ name, parameters, returns, definer, body }: DeclaredFunction): string[] {
  const kinds = parameters.replace(/(^|, )\w+ /g, "$1");
  return [
    `CREATE OR REPLACE FUNCTION ${name}(${parameters}) RETURNS ${returns} LANGUAGE sql STABLE${
      definer ? " SECURITY DEFINER SET search_path = public" : ""
    } AS $$${body}$$`,
    `ALTER FUNCTION ${name}(${kinds}) OWNER TO CURRENT_USER`,
    `GRANT EXECUTE ON FUNCTION ${name}(${kinds}) TO ${viewer}`,
  ];
}

interface FoundPolicy {
  table: string;
  name: string;
  command: string;
  permissive: boolean;
  roles: string[];
  mark: string | null;
  printed: string;
}

const printedHash = `encode(sha256(convert_to(coalesce(pg_get_expr(p.polqual, p.polrelid), '') || chr(10) || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), ''), 'UTF8')), 'hex')`;

async function policyFaults(client: pg.ClientBase): Promise<Fault[]> {
  const { rows: tables } = await client.query<{ name: string; on: boolean; forced: boolean }>(
    `SELECT relname AS name, relrowsecurity AS on, relforcerowsecurity AS forced FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
  );
  const { rows: policies } = await client.query<FoundPolicy>(
    `SELECT c.relname AS table, p.polname AS name, p.polpermissive AS permissive,
       CASE p.polcmd WHEN '*' THEN 'ALL' WHEN 'r' THEN 'SELECT' ELSE p.polcmd::text END AS command,
       ARRAY(SELECT coalesce(r.rolname::text, '') FROM unnest(p.polroles) o LEFT JOIN pg_roles r ON r.oid = o) AS roles,
       obj_description(p.oid, 'pg_policy') AS mark, ${printedHash} AS printed
     FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = 'public'::regnamespace`,
  );
  const faults = secretTables.flatMap((declared) => {
    const table = tables.find(({ name }) => name === declared.table);
    const found = policies.filter(({ table: of }) => of === declared.table);
    return tableFaults(declared, table, found);
  });
  const declared = new Set(secretTables.map(({ table }) => table));
  const unknown = tables.filter(({ name, on }) => on && !declared.has(name));
  return [
    ...faults,
    ...unknown.map(({ name }) => ({
      what: `row-level security is on for the table ${name}, of which this version does not know it`,
      statements: [],
    })),
  ];
}

function tableFaults(
  declared: SecretTable,
  found: { on: boolean; forced: boolean } | undefined,
  policies: FoundPolicy[],
): Fault[] {
  const table = quote(declared.table);
  if (!found) return [{ what: `the table ${declared.table} is missing`, statements: [] }];
  const switches = [
    ...(found.on ? [] : [`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`]),
    ...(found.forced === declared.sealed
      ? []
      : [`ALTER TABLE ${table} ${declared.sealed ? "FORCE" : "NO FORCE"} ROW LEVEL SECURITY`]),
  ];
  const wrong = declared.policies.filter((one) => {
    const match = policies.find(({ name }) => name === one.name);
    return !match || !isAsDeclared(match, one);
  });
  const strange = policies.filter(
    ({ name }) => !declared.policies.some((one) => one.name === name),
  );
  return [
    ...wrong.map((one) => ({
      what: `the policy ${one.name} of ${declared.table} is not as declared`,
      statements: makePolicy(declared.table, one),
    })),
    ...strange.map(({ name }) => ({
      what: `the policy ${name} of ${declared.table} is not declared`,
      statements: [`DROP POLICY ${quote(name)} ON ${table}`],
    })),
    ...(switches.length === 0
      ? []
      : [{ what: `row-level security of ${declared.table} is off`, statements: switches }]),
  ];
}

const hashOf = (declared: DeclaredPolicy) =>
  createHash("sha256").update(JSON.stringify(declared)).digest("hex");

/**
 * PostgreSQL keeps an expression in a form of its own. The comment of a policy says
 * from which declaration it was made and how it was printed then: both must still hold.
 */
const isAsDeclared = (found: FoundPolicy, declared: DeclaredPolicy): boolean =>
  found.permissive &&
  found.command === declared.command &&
  found.roles.join() === (declared.role ?? "") &&
  found.mark === `${hashOf(declared)} ${found.printed}`;

function makePolicy(table: string, declared: DeclaredPolicy): string[] {
  const { name, command, role, using, check } = declared;
  const place = `${quote(name)} ON ${quote(table)}`;
  return [
    `DROP POLICY IF EXISTS ${place}`,
    `CREATE POLICY ${place} FOR ${command} TO ${role === null ? "PUBLIC" : quote(role)} USING (${using})${
      check === null ? "" : ` WITH CHECK (${check})`
    }`,
    `DO $do$ BEGIN EXECUTE format('COMMENT ON POLICY ${place} IS %L', (SELECT ${literal(`${hashOf(declared)} `)} || ${printedHash} FROM pg_policy p WHERE p.polname = ${literal(name)} AND p.polrelid = ${literal(quote(table))}::regclass)); END $do$`,
  ];
}

async function rightFaults(client: pg.ClientBase): Promise<Fault[]> {
  const { rows } = await client.query<{
    name: string;
    reads: boolean;
    readsPart: boolean;
    writes: boolean;
    everyone: boolean;
  }>(
    `SELECT relname AS name, has_table_privilege($1, oid, 'SELECT') AS reads,
       has_any_column_privilege($1, oid, 'SELECT') AS "readsPart",
       has_any_column_privilege($1, oid, 'INSERT, UPDATE, REFERENCES')
         OR has_table_privilege($1, oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') AS writes,
       coalesce(relacl::text ~ '[{,]=', false) AS everyone
     FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')`,
    [viewerRole],
  );
  const tables = rows.flatMap(({ name, reads, readsPart, writes, everyone }) => {
    const wanted = readable.has(name);
    if (reads === wanted && readsPart === wanted && !writes && !everyone) return [];
    return [
      {
        what: `the rights of ${viewerRole} on ${name} are not as declared`,
        statements: [
          `REVOKE ALL ON TABLE ${quote(name)} FROM ${viewer}${everyone ? ", PUBLIC" : ""}`,
          ...(wanted ? [`GRANT SELECT ON TABLE ${quote(name)} TO ${viewer}`] : []),
        ],
      },
    ];
  });
  const { rows: schemas } = await client.query<{ name: string; uses: boolean; makes: boolean }>(
    `SELECT nspname AS name, has_schema_privilege($1, oid, 'USAGE') AS uses,
       has_schema_privilege($1, oid, 'CREATE') AS makes
     FROM pg_namespace WHERE nspname IN ('public', 'drizzle', 'pgboss', 'search')`,
    [viewerRole],
  );
  const spaces = schemas.flatMap(({ name, uses, makes }) => {
    const wanted = name === "public";
    if (uses === wanted && !makes) return [];
    return [
      {
        what: `the rights of ${viewerRole} on the schema ${name} are not as declared`,
        statements: [
          `REVOKE ${wanted ? "CREATE" : "ALL"} ON SCHEMA ${quote(name)} FROM ${viewer}, PUBLIC`,
          ...(wanted ? [`GRANT USAGE ON SCHEMA public TO ${viewer}`] : []),
        ],
      },
    ];
  });
  return [...spaces, ...tables, ...(await defaultFaults(client))];
}

/** Rights that tables to come would have without being declared. */
async function defaultFaults(client: pg.ClientBase): Promise<Fault[]> {
  const { rows } = await client.query<{ owner: string }>(
    `SELECT d.defaclrole::regrole::text AS owner FROM pg_default_acl d, aclexplode(d.defaclacl) a
     WHERE d.defaclnamespace = 'public'::regnamespace AND d.defaclobjtype = 'r'
       AND a.grantee = $1::regrole AND pg_has_role(current_user, d.defaclrole, 'USAGE')`,
    [viewerRole],
  );
  return rows.map(({ owner }) => ({
    what: `tables to come would be open to ${viewerRole}`,
    statements: [
      `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA public REVOKE ALL ON TABLES FROM ${viewer}`,
    ],
  }));
}
