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

/** Milliseconds between tries to come back: doubled each time, with a part by chance. */
const pauses = { first: 200, most: 3_000 };

/**
 * Listens on channels over one connection of its own and comes back when it
 * breaks; `onReconnect` then tells, once, that something may have been missed.
 *
 * @throws when the first connection cannot be made
 */
export async function listen(
  url: string,
  channels: Record<string, (payload: string) => void>,
  onReconnect: () => void,
): Promise<Listener> {
  const closing = new AbortController();
  const { signal } = closing;
  const told = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });

  /** Holds one connection after the other until it is told to stop. */
  const keep = async (first: Held) => {
    for (let held: Held | null = first; held;) {
      await Promise.race([held.over, told]);
      await discard(held.client);
      held = await reconnect(url, channels, signal);
      if (held && !signal.aborted) onReconnect();
    }
  };
  const kept = keep(await connect(url, channels));
  return {
    close: async () => {
      closing.abort();
      await kept;
    },
  };
}

interface Held {
  client: pg.Client;
  /** Kept when the connection is over, for whatever reason. */
  over: Promise<void>;
}

async function connect(
  url: string,
  channels: Record<string, (payload: string) => void>,
): Promise<Held> {
  const client = new pg.Client({
    connectionString: url,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 3_000,
    application_name: "duijie listener",
  });
  const over = new Promise<void>((resolve) => {
    client.once("end", resolve);
    client.on("error", () => resolve());
  });
  client.on("notification", ({ channel, payload }) => channels[channel]?.(payload ?? ""));
  try {
    await client.connect();
    for (const channel of Object.keys(channels))
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
  } catch (error) {
    await discard(client);
    throw error;
  }
  return { client, over };
}

/** Tries until it stands; null when told to stop. */
async function reconnect(
  url: string,
  channels: Record<string, (payload: string) => void>,
  signal: AbortSignal,
): Promise<Held | null> {
  for (let pause = pauses.first; !signal.aborted; pause = Math.min(pause * 2, pauses.most)) {
    await wait(pause * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
    if (signal.aborted) return null;
    const held = await connect(url, channels).catch(() => null);
    if (held) return held;
  }
  return null;
}

/**
 * Nothing of the connection is heard any more, and its socket is not left open; on
 * a network that swallows everything its end is not waited for.
 */
async function discard(client: pg.Client): Promise<void> {
  client.removeAllListeners();
  client.on("error", () => {});
  await Promise.race([client.end().catch(() => {}), wait(1_000, undefined, { ref: false })]);
}
