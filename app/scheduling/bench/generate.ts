import { randomOf } from "#app/scheduling/random.ts";
import { instanceSchema, type Instance } from "#app/scheduling/schema.ts";

export const scarcities = ["enough", "tight", "scarce"] as const;
export type Scarcity = (typeof scarcities)[number];

/** Tables by how the wishes stand to them: more than all, about as many, half as many. */
const tablesPer: Record<Scarcity, number> = { enough: 0.5, tight: 0.33, scarce: 0.18 };

/**
 * A session by seed: 20 slots in two halves of a day, about seven wishes a
 * participant between seekers and offerers, some of them popular, 85 % availability,
 * two participants an organisation, ten meetings a person.
 */
export function generate(participants: number, scarcity: Scarcity, seed: number): Instance {
  const random = randomOf(seed * 7_919 + participants * 31 + scarcities.indexOf(scarcity));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const slots = Array.from({ length: 20 }, (_, at) => {
    const start = (at < 10 ? 540 : 840) + (at % 10) * 25;
    return { id: `s${at + 1}`, start, end: start + 20, part: at < 10 ? "morning" : "afternoon" };
  });
  const people = Array.from({ length: participants }, (_, at) => ({
    id: `p${at + 1}`,
    organisation: `o${Math.floor(at / 2) + 1}`,
    absent: slots.flatMap(({ id }) => (random() < 0.15 ? [id] : [])),
    limit: 10,
  }));
  const offers = people.filter((_, at) => at % 4 < 2);
  const seeks = people.filter((_, at) => at % 4 >= 2);
  const popular = offers.map(() => random() ** 3);
  const seen = new Set<string>();
  const wishes: { id: string; a: string; b: string; value: number }[] = [];
  const wanted = Math.round(participants * 7);
  for (let tries = 0; wishes.length < wanted && tries < wanted * 20; tries += 1) {
    const a = pick(seeks);
    const one = Math.floor(random() * offers.length);
    if (random() > 0.25 + (popular[one] ?? 0)) continue;
    const b = offers[one];
    if (!b || seen.has(`${a.id} ${b.id}`)) continue;
    seen.add(`${a.id} ${b.id}`);
    const value = Math.round((0.2 + 0.8 * random()) * 1_000) / 1_000;
    wishes.push({ id: `w${wishes.length + 1}`, a: a.id, b: b.id, value });
  }
  const tables = Math.max(1, Math.round(participants * tablesPer[scarcity]));
  return instanceSchema.parse({
    slots,
    tables: Array.from({ length: tables }, (_, at) => ({ id: `t${at + 1}` })),
    participants: people,
    organisations: [],
    wishes,
  });
}
