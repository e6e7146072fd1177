import { setTimeout as wait } from "node:timers/promises";
import { chance, pick } from "#search/training/chance.ts";
import { createCount, round, table, type Figures } from "./figures.ts";
import type { Market } from "./market.ts";
import { createPerson, signIn, type Answer, type Person } from "./person.ts";

const steps = [8, 16, 32, 64, 128, 256, 512];
/** Throughput that grows by less has stopped growing. */
const growth = 1.05;
/** Milliseconds beyond which the product has bent. */
const slowest = 1_000;

type Doing = (person: Person, random: () => number, market: Market) => Promise<Answer>;

const word = (random: () => number, { words }: Market) => pick(random, words);

/** What people do, and how often of a hundred times. */
const doings: Record<string, { share: number; signedIn: boolean; do: Doing }> = {
  "open home": { share: 10, signedIn: false, do: (person) => person.get("/") },
  browse: {
    share: 20,
    signedIn: false,
    do: (person, random, market) =>
      person.get(
        `/search?q=${encodeURIComponent(word(random, market))}&page=${1 + Math.floor(random() * 2)}`,
      ),
  },
  "type (a suggestion)": {
    share: 25,
    signedIn: false,
    do: (person, random, market) => {
      const typed = word(random, market).slice(0, 1 + Math.floor(random() * 4));
      return person.get(`/search/suggestions?q=${encodeURIComponent(typed)}`);
    },
  },
  "open a post": {
    share: 25,
    signedIn: false,
    do: (person, random, { posts }) => person.get(pick(random, posts)),
  },
  "open matches": { share: 10, signedIn: true, do: (person) => person.get("/matches") },
  "send an interest": {
    share: 4,
    signedIn: true,
    do: (person, random, { posts }) =>
      person.post(pick(random, posts), { step: "express", message: "希望进一步了解这项技术。" }),
  },
  "sign in": {
    share: 2,
    signedIn: true,
    do: (person, _random, { password }) => signIn(person, password),
  },
  "read sessions": { share: 4, signedIn: false, do: (person) => person.get("/sessions") },
};

/** Refusals in words are answers: an interest in one's own post, or a second one. */
const isGood = ({ status }: Answer): boolean => status < 400 || status === 422 || status === 403;

/**
 * Lets more and more people do what people do, without a pause between, until the
 * product bends: it answers no more in a second, or one of twenty waits over a second.
 */
export async function benchMix(
  origin: string,
  market: Market,
  seconds: number,
  memory: () => string,
): Promise<string> {
  const rows: (string | number)[][] = [
    ["connections", "a second", "p50 ms", "p95 ms", "p99 ms", "errors", "memory"],
  ];
  let best = 0;
  let last: Map<string, Figures> = new Map();
  let bent = "it did not bend";
  for (const connections of steps) {
    const { all, byDoing } = await step(origin, market, connections, seconds);
    last = byDoing;
    rows.push([
      connections,
      ...[all.perSecond, all.p50, all.p95, all.p99].map(round),
      all.errors,
      memory(),
    ]);
    if (all.p95 > slowest) bent = `it bends at ${connections}: p95 over ${slowest} ms`;
    else if (all.perSecond < best * growth)
      bent = `it bends at ${connections}: no more answers a second`;
    best = Math.max(best, all.perSecond);
    if (bent !== "it did not bend") break;
  }
  const doingRows = [...last].map(([name, { perSecond, p50, p95, p99, errors }]) => [
    name,
    ...[perSecond, p50, p95, p99].map(round),
    errors,
  ]);
  const head = ["at the last step", "a second", "p50 ms", "p95 ms", "p99 ms", "errors"];
  return [table(rows), bent, "", table([head, ...doingRows])].join("\n");
}

async function step(origin: string, market: Market, connections: number, seconds: number) {
  const people = await Promise.all(
    Array.from({ length: connections }, async (_, number) => {
      const email = market.people[number % market.people.length] ?? "";
      const person = createPerson(origin, number + 1_000, email);
      await wait(number * 20);
      if (number % 2 === 0) await signIn(person, market.password);
      return person;
    }),
  );
  const all = createCount();
  const byDoing = new Map(Object.keys(doings).map((name) => [name, createCount()]));
  const until = performance.now() + seconds * 1_000;
  await Promise.all(
    people.map(async (person, number) => {
      const random = chance(number * 7_919 + connections);
      while (performance.now() < until) {
        const [name, doing] = drawn(random, person.cookie !== "");
        try {
          const answer = await doing.do(person, random, market);
          all.answered(answer.milliseconds, isGood(answer));
          byDoing.get(name)?.answered(answer.milliseconds, isGood(answer));
        } catch {
          all.failed();
          byDoing.get(name)?.failed();
        }
      }
    }),
  );
  for (const person of people) person.leave();
  return {
    all: all.figures(seconds),
    byDoing: new Map([...byDoing].map(([name, count]) => [name, count.figures(seconds)])),
  };
}

function drawn(random: () => number, signedIn: boolean) {
  const possible = Object.entries(doings).filter(([, doing]) => signedIn || !doing.signedIn);
  const sum = possible.reduce((total, [, { share }]) => total + share, 0);
  let left = random() * sum;
  for (const one of possible) {
    left -= one[1].share;
    if (left < 0) return one;
  }
  throw new Error("shares do not add up");
}
