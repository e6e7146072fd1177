import pg from "pg";
import { declarationFaults, ownerFaults, viewerFaults, type Fault } from "./faults.ts";

/** The database cannot serve as it is and the start may not mend it. The message is one line that says what to run. */
export class DatabaseUnfit extends Error {
  override name = "DatabaseUnfit";
}

/**
 * Makes sure that the roles are there and that migrations will be allowed; to be
 * called before them.
 *
 * @throws DatabaseUnfit with the statements to be run by a superuser
 */
export const ensureRoles = (client: pg.ClientBase): Promise<void> =>
  mendAll(client, async () => [...(await viewerFaults(client)), ...(await ownerFaults(client))]);

/**
 * Makes functions, policies and rights what the declaration says; to be called when the
 * schema is the newest. Takes locks only where something differs.
 *
 * @throws DatabaseUnfit with the statements to be run by a superuser
 */
export const ensureDeclaration = (client: pg.ClientBase): Promise<void> =>
  mendAll(client, () => declarationFaults(client));

/** Somebody else who mends at this moment makes some statements fail; what is left is then seen anew. */
const rounds = 4;

async function mendAll(client: pg.ClientBase, find: () => Promise<Fault[]>): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query("SET LOCAL search_path = public");
    await client.query("SET LOCAL lock_timeout = '30s'");
    let faults = await find();
    for (let round = 0; round < rounds && faults.length > 0; round++) {
      for (const { statements } of faults) await tryMend(client, statements);
      faults = await find();
    }
    if (faults.length > 0) throw await unfit(client, faults);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

/** insufficient_privilege, duplicate_object, unique_violation, internal_error ("tuple concurrently updated"). */
const passedOver = new Set(["42501", "42710", "23505", "XX000"]);

async function tryMend(client: pg.ClientBase, statements: string[]): Promise<void> {
  await client.query("SAVEPOINT mend");
  try {
    for (const statement of statements) await client.query(statement);
    await client.query("RELEASE SAVEPOINT mend");
  } catch (error) {
    await client.query("ROLLBACK TO SAVEPOINT mend");
    if (!(error instanceof pg.DatabaseError && passedOver.has(error.code ?? ""))) throw error;
  }
}

async function unfit(client: pg.ClientBase, faults: Fault[]): Promise<DatabaseUnfit> {
  const { rows } = await client.query<{ name: string }>("SELECT current_database() AS name");
  const what = faults.map((fault) => fault.what).join("; ");
  const statements = faults.flatMap((fault) => fault.statements);
  const run =
    statements.length === 0
      ? ""
      : `; have a superuser run in the database ${rows[0]!.name}: ${statements.join("; ")};`;
  return new DatabaseUnfit(`${what}${run}`.replaceAll(/\s*\n\s*/g, " "));
}
