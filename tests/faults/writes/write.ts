import type pg from "pg";
import { isRedirect, type Answer, type Client, type Person } from "../people.ts";
import type { Random } from "../random.ts";

/** Something a person asked the product to keep, and whether it said that it did. */
export interface Write {
  what: string;
  /** Stands in what was written, and nowhere else. */
  mark: string;
  acknowledged: boolean;
  person: Person;
  /** What the check wants to know of it. */
  facts: Record<string, string>;
}

/** What the people of a round know from answers, and what they have done. */
export interface Scene {
  round: number;
  people: Person[];
  organizer: Client;
  writes: Write[];
  /** Drafts that were acknowledged, by address. */
  drafts: { person: Person; path: string; files: number }[];
  /** Posts handed in, and published. */
  submitted: { person: Person; path: string; mark: string }[];
  published: { person: Person; path: string; asked: Set<string> }[];
  /** Interests that wait for the other side. */
  interests: { owner: Person; path: string; mark: string }[];
  /** Deals whose interest was accepted, with who may write. */
  deals: { people: Person[]; path: string }[];
  /** The session of this round in which people book, and the one for which they register. */
  bookings: {
    path: string;
    wishes: { id: string; people: Person[] }[];
    slots: string[];
    tables: string[];
  };
  registrations: { path: string; tried: Set<Person> };
}

/** Notes the attempt before it is made, so that one whose answer is lost is known too. */
export function attempt(
  scene: Scene,
  what: string,
  person: Person,
  random: Random,
  facts: Record<string, string> = {},
): Write {
  const number = scene.writes.length + 1;
  const mark = `f${scene.round}x${number}x${random.below(1e9).toString(36)}`;
  const write: Write = { what, mark, acknowledged: false, person, facts };
  scene.writes.push(write);
  return write;
}

export const leadsTo = (answer: Answer | null, path: RegExp): string | undefined =>
  answer && isRedirect(answer) ? path.exec(answer.location)?.[1] : undefined;

/** One kind of thing people do, and how it is found out whether the product kept it. */
export interface Doing {
  /** How often, beside the others. */
  weight: number;
  /** Does it once, where what it needs is there. */
  run(scene: Scene, person: Person, random: Random): Promise<void>;
  /** What is wrong with the writes of these names now. */
  checks: Record<string, (pool: pg.Pool, write: Write) => Promise<string[]>>;
}

/** A count that must be one for an acknowledged write, and one or none for another. */
export async function once(
  pool: pg.Pool,
  { acknowledged }: Write,
  thing: string,
  query: string,
  values: unknown[],
): Promise<string[]> {
  const { rows } = await pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${query}`,
    values,
  );
  const n = rows[0]?.n ?? 0;
  if (n > 1) return [`${thing} is there ${n} times`];
  return n === 0 && acknowledged ? [`${thing} was acknowledged and is not there`] : [];
}
