import { setTimeout as wait } from "node:timers/promises";
import { marketChecks } from "./checks.ts";
import { planFaults, type Parts, type Planned } from "./faults.ts";
import type { Client, Person } from "./people.ts";
import { createRandom } from "./random.ts";
import { settle } from "./settle.ts";
import { accepting, expressing, messaging, tasking } from "./writes/deals.ts";
import { approving, drafting, submitting, uploading } from "./writes/posts.ts";
import { booking, openBookings, openRegistrations, registering } from "./writes/sessions.ts";
import type { Doing, Scene, Write } from "./writes/write.ts";

const doings: Doing[] = [
  ...[drafting, submitting, approving, uploading],
  ...[expressing, accepting, messaging, tasking],
  ...[booking, registering],
];
const weighted = doings.flatMap((doing) => Array.from({ length: doing.weight }, () => doing));
const checks = Object.assign({}, ...doings.map((doing) => doing.checks)) as Doing["checks"];

/** What a round did and found. */
export interface RoundReport {
  faults: string[];
  writes: number;
  acknowledged: number;
  /** What does not hold, with what and where. */
  violations: string[];
}

export interface RoundOptions {
  parts: Parts;
  people: Person[];
  organizer: Client;
  /** Writes of this round and those before, all of which must hold at its end. */
  writes: Write[];
  seed: number;
  number: number;
  /** Milliseconds of load. */
  load: number;
}

/** Loads the market, lets the faults of the seed happen, brings all back, and checks. */
export async function runRound(options: RoundOptions): Promise<RoundReport> {
  const { parts, people, organizer, seed, number, load } = options;
  const { postgres, product } = parts;
  const random = createRandom(seed);
  const scene: Scene = {
    ...{ round: number, people, organizer, writes: [] },
    ...{ drafts: [], submitted: [], published: [], interests: [], deals: [] },
    bookings: await openBookings(postgres.pool, people),
    registrations: await openRegistrations(postgres.pool),
  };
  const planned = planFaults(parts, random, load);
  const end = performance.now() + load;

  const actors = people.map(async (person) => {
    const own = random.apart();
    while (performance.now() < end) {
      await own.pick(weighted)?.run(scene, person, own);
      await wait(own.between(20, 120));
    }
  });
  const broken = await Promise.all(planned.map((one) => happen(parts, one, random.apart())));
  await Promise.all(actors);

  const violations = broken.flat();
  for (const { fault } of planned) await fault.end?.(parts);
  await postgres.start();
  await product.start();
  const stuck = await settle(postgres.pool, postgres.url);
  violations.push(...stuck.map((job) => `job not done: ${job}`));

  options.writes.push(...scene.writes);
  for (const write of options.writes)
    for (const wrong of (await checks[write.what]?.(postgres.pool, write)) ?? [])
      violations.push(`${write.what} ${write.mark} of ${write.person.email}: ${wrong}`);
  for (const [name, check] of Object.entries(marketChecks))
    for (const wrong of await check({ pool: postgres.pool, store: parts.store, mail: parts.mail }))
      violations.push(`${name}: ${wrong}`);

  return {
    faults: planned.map(
      ({ fault, at, lasts }) =>
        `${fault.name} at ${seconds(at)}${fault.end ? ` for ${seconds(lasts)}` : ""}`,
    ),
    writes: scene.writes.length,
    acknowledged: scene.writes.filter(({ acknowledged }) => acknowledged).length,
    violations,
  };
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(1)} s`;

async function happen(
  parts: Parts,
  { fault, at, lasts }: Planned,
  random: ReturnType<typeof createRandom>,
): Promise<string[]> {
  await wait(at);
  try {
    await fault.begin(parts, random);
    if (fault.end) {
      await wait(lasts);
      await fault.end(parts);
    }
    return [];
  } catch (error) {
    return [`the harness could not do "${fault.name}": ${String(error)}`];
  }
}
