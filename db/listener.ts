import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import type { Transaction } from "./connection.ts";

/** What happened travels to every server on this channel, when its transaction is kept. */
export const eventChannel = "duijie_events";

/**
 * Tells every server, once the transaction is kept. The text must stay under
 * 8000 bytes (PostgreSQL's limit), so it names things by id.
 */
export async function announce(transaction: Transaction, event: object): Promise<void> {
  await transaction.$client.query("SELECT pg_notify($1, $2)", [
    eventChannel,
    JSON.stringify(event),
  ]);
}

/** A change of the synonyms travels to every server on this channel. */
export const synonymChannel = "duijie_synonyms";

/** Tells every server, once the transaction is kept, that the synonyms are not what they were. */
export async function announceSynonyms(transaction: Transaction): Promise<void> {
  await transaction.$client.query("SELECT pg_notify($1, '')", [synonymChannel]);
}

export interface Listener {
  close(): Promise<void>;
}

/**
 * Listens on channels over a connection of its own and comes back when the
 * connection breaks; `onReconnect` tells that something may have been missed.
 */
export async function listen(
  url: string,
  channels: Record<string, (payload: string) => void>,
  onReconnect: () => void,
): Promise<Listener> {
  let closed = false;
  let client: pg.Client | undefined;

  const connect = async () => {
    const fresh = new pg.Client({ connectionString: url, keepAlive: true });
    fresh.on("notification", ({ channel, payload }) => channels[channel]?.(payload ?? ""));
    fresh.once("end", () => void (closed ? undefined : reconnect()));
    fresh.on("error", () => void fresh.end().catch(() => {}));
    await fresh.connect();
    for (const channel of Object.keys(channels)) {
      await fresh.query(`LISTEN ${fresh.escapeIdentifier(channel)}`);
    }
    client = fresh;
  };

  const reconnect = async () => {
    while (!closed) {
      try {
        await connect();
        onReconnect();
        return;
      } catch {
        await wait(1_000);
      }
    }
  };

  await connect();
  return {
    close: async () => {
      closed = true;
      await client?.end();
    },
  };
}
