import { inTransaction, type Database, type Transaction } from "./connection.ts";

/** What the policies of row-level security know of who reads. */
export interface RowReader {
  /** Null for a guest. */
  userId: string | null;
  /** The organisations the person belongs to. */
  organisationIds: string[];
  organizer: boolean;
}

/**
 * Runs reads as the role `duijie_viewer`, which row-level security binds: rows
 * that no policy opens to this reader are not there, whatever the query asks.
 * The policies read `duijie.user`, `duijie.organisations` (ids with commas
 * between) and `duijie.organizer` ('true' or 'false'). The role cannot write.
 */
export function asReader<T>(
  database: Database,
  reader: RowReader,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const reading = async (transaction: Transaction) => {
    await identify(transaction, reader);
    await transaction.$client.query("SELECT set_config('role', 'duijie_viewer', true)");
    return work(transaction);
  };
  return inTransaction(database, reading, { onlyReads: true });
}

/**
 * Tells the policies who works in this transaction, for writes to tables whose
 * policies bind the server's own role too.
 */
export async function identify(transaction: Transaction, reader: RowReader): Promise<void> {
  await transaction.$client.query(
    `SELECT set_config('duijie.user', $1, true), set_config('duijie.organisations', $2, true),
       set_config('duijie.organizer', $3, true)`,
    [reader.userId ?? "", reader.organisationIds.join(","), String(reader.organizer)],
  );
}
