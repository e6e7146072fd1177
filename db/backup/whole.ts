import type pg from "pg";
import { secretTables, wholeSetting } from "#db/security/declaration.ts";
import { declarationFaults, viewerFaults } from "#db/security/faults.ts";
import { BackupError } from "./manifest.ts";

/**
 * Lets this transaction read all rows, or none: with row_security off PostgreSQL fails
 * where it would leave rows out. Sealed tables bind even their owner; those are read
 * through the policy that opens them to the server whole, after all functions, policies
 * and rights were found in this same snapshot to be exactly the declared ones.
 *
 * @returns what is to be called with the name of a table of the schema public before it is read
 * @throws BackupError when some rows could stay hidden
 */
export async function readWhole(client: pg.ClientBase): Promise<(table: string) => Promise<void>> {
  await client.query("SET LOCAL search_path = public");
  await client.query("SET LOCAL row_security = off");
  await client.query(`SET LOCAL ${wholeSetting} = 'on'`);
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND row_security_active(oid)`,
  );
  const bound = new Set(rows.map(({ name }) => name));
  if (bound.size > 0) {
    const faults = [...(await viewerFaults(client)), ...(await declarationFaults(client))];
    const sealed = new Set(secretTables.flatMap((one) => (one.sealed ? [one.table] : [])));
    const reasons = [
      ...faults.map(({ what }) => what),
      ...[...bound].filter((name) => !sealed.has(name)).map((name) => `${name} hides rows`),
    ];
    if (reasons.length > 0)
      throw new BackupError(
        `rows could be left out: ${reasons.join("; ")}. Start the server once, which mends this, or back up as a role with BYPASSRLS`,
      );
  }
  return async (table) => {
    await client.query(`SET LOCAL row_security = ${bound.has(table) ? "on" : "off"}`);
  };
}
