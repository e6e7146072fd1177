import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { answersOf } from "#app/organisations/answer-rate.server.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { deal, dealMessage, interest, post } from "#db/schema/index.ts";
import { completeNeed, createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let asking: Viewer;
beforeAll(async () => {
  market = await openMarket();
  asking = await createPerson(market.services, { kind: "university" });
});
afterAll(() => market.close());

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.now();
const ago = (time: number) => new Date(now - time);

interface Given {
  /** How long ago it came, in milliseconds. */
  came: number;
  state: "pending" | "accepted" | "declined" | "withdrawn";
  /** How long after it was decided, or first written about by the receiver. */
  decided?: number;
  wrote?: number;
}

/** An organisation that received these interests, and what is said of how it answers. */
async function habitOf(received: Given[]) {
  const { database } = market.services;
  const owner = await createPerson(market.services);
  const to = owner.active?.organisationId ?? "";
  const from = asking.active?.organisationId ?? "";
  for (const { came, state, decided, wrote } of received) {
    const [need] = await database
      .insert(post)
      .values({ kind: "need", organisationId: to, content: completeNeed() })
      .returning();
    const [made] = await database
      .insert(interest)
      .values({
        postId: need?.id ?? "",
        fromOrganisationId: from,
        toOrganisationId: to,
        message: "words",
        state,
        createdAt: ago(came),
        decidedAt: decided === undefined ? null : ago(came - decided),
      })
      .returning();
    const [opened] = await database
      .insert(deal)
      .values({
        needId: need?.id ?? null,
        demandOrganisationId: to,
        supplyOrganisationId: from,
        interestId: made?.id ?? "",
      })
      .returning();
    /** What the asking side writes is no answer. */
    for (const [organisationId, time] of [
      [from, 0],
      [to, wrote],
    ] as const)
      if (time !== undefined)
        await database.insert(dealMessage).values({
          dealId: opened?.id ?? "",
          organisationId,
          body: "words",
          clientKey: randomUUID(),
          createdAt: ago(came - time),
        });
  }
  return answersOf(market.services, to);
}

const answered = (decided: number): Given => ({ came: 60 * day, state: "accepted", decided });

it.each<[string, Given[], object]>([
  ["nothing came", [], { known: false, received: 0 }],
  ["too few came", [1, 2, 3, 4].map((h) => answered(h * hour)), { known: false, received: 4 }],
  [
    "all were answered, by a decision or by a message, whichever came first",
    [
      answered(2 * hour),
      answered(4 * hour),
      { came: 60 * day, state: "declined", decided: 30 * day, wrote: 6 * hour },
      { came: 60 * day, state: "pending", wrote: 8 * hour },
      answered(10 * hour),
    ],
    { known: true, received: 5, share: 1, usually: { unit: "hours", number: 6 } },
  ],
  [
    "answers after seven days and none at all are not in time",
    [
      answered(2 * day),
      answered(7 * day),
      answered(8 * day),
      { came: 20 * day, state: "pending" },
      { came: 20 * day, state: "pending" },
    ],
    { known: true, received: 5, share: 0.4, usually: { unit: "days", number: 7 } },
  ],
  [
    "what is not due yet, was withdrawn unanswered, or is long ago does not count",
    [
      ...[1, 1, 1, 1].map((h) => answered(h * hour)),
      { came: 2 * day, state: "pending" },
      { came: 90 * day, state: "withdrawn", decided: hour },
      { came: 200 * day, state: "accepted", decided: hour },
    ],
    { known: false, received: 4 },
  ],
])("%s", async (_what, received, said) => {
  expect(await habitOf(received)).toEqual(said);
});
