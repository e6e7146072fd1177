import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { matchesOf, similarPosts } from "#app/matching/matches.server.ts";
import { nearIdenticalTo } from "#app/posts/similar.server.ts";
import { needListing } from "#app/posts/need.ts";
import { fallbackSearch } from "#app/search/fallback.server.ts";
import { readSearchParameters } from "#app/search/request.ts";
import { answerOfLoader, routeAddresses } from "#tests/support/loaders.ts";
import {
  anonymousTitle,
  observers,
  openWorld,
  suspects,
  type Observer,
  type World,
} from "#tests/support/two-worlds.ts";

/**
 * Two worlds that differ in nothing but which of two enterprises posted an anonymous
 * need. Whatever somebody else can see, hear or be refused must be the same in both:
 * then nothing that they see depends on whose it is. A third world, the same as the
 * first, says that what is compared does not differ by itself.
 */
let worlds: [World, World];

beforeAll(async () => {
  worlds = [await openWorld("first"), await openWorld("second")];
});
afterAll(async () => {
  for (const world of worlds) await world.close();
});

interface Address {
  search?: string;
  params?: Record<string, string>;
}
type Ids = Record<string, string>;

/** Those to whom the posts around the anonymous one are worth a look. */
const lookers: Observer[] = ["guest", "competitor", "university", "institute"];
const interestsBy = ["interested", "declined", "blocked", "institute"];

/** Where a route is asked, beyond its plain address. */
const addresses: Record<string, (ids: Ids, observer: Observer) => Address[]> = {
  "/search": () =>
    [
      "q=碳化硅",
      "q=甲方精密陶瓷公司",
      "q=乙方功率器件公司",
      "q=匿名记号",
      "kind=need&sort=newest",
      "kind=need&region=32",
      "kind=need&region=3201",
      "kind=need&region=3202",
      "kind=need&region=3205",
      "kind=need&sort=deadline",
      "kind=organisation",
    ].map((search) => ({ search: `?${search}` })),
  "/search/suggestions": () =>
    ["匿名", "碳化", "甲方", "乙方"].map((typed) => ({ search: `?q=${typed}` })),
  "/matches": () => ["", "?kind=need", "?answered=1", "?fresh=1"].map((search) => ({ search })),
  "/reports/new": ({ postId }) => [{ search: `?kind=post&id=${postId}` }],
  "/statistics/contracts/export": () => [{ search: "?kind=csv" }],
  "/:kinds/:postId": (ids, observer) => [
    {},
    { search: "?view=draft" },
    { search: "?as=guest" },
    ...otherPosts(ids, observer),
  ],
  "/posts/:postId/similar": (ids, observer) => [{}, ...otherPosts(ids, observer)],
  "/needs/:needId/with/:resultId": (ids) =>
    ["university", "institute", "blocked", "first", "second"].map((whose) => ({
      params: { resultId: ids[`${whose}Result`] ?? "" },
    })),
  "/organisations/:organisationId": (ids) =>
    suspects.map((suspect) => ({ params: { organisationId: ids[suspect] ?? "" } })),
  "/interests/:interestId": (ids) =>
    interestsBy.map((whose) => ({ params: { interestId: ids[`${whose}Interest`] ?? "" } })),
  "/deals/:dealId": (ids) =>
    interestsBy.map((whose) => ({ params: { dealId: ids[`${whose}Deal`] ?? "" } })),
};

const otherPosts = (ids: Ids, observer: Observer): Address[] =>
  lookers.includes(observer)
    ? [
        ...["firstNeed", "secondNeed", "competitorNeed"].map((name) => ["needs", name] as const),
        ...["firstResult", "secondResult", "universityResult", "instituteResult"].map(
          (name) => ["results", name] as const,
        ),
      ].map(([kinds, name]) => ({ params: { kinds, postId: ids[name] ?? "" } }))
    : [];

async function answersIn(world: World, file: string, observer: Observer): Promise<string[]> {
  const ids = { ...world.ids, ...world.organisations };
  const answers: string[] = [];
  for (const { search = "", params } of addresses[file]?.(ids, observer) ?? [{}]) {
    const given = { search, params: { ...ids, ...params } };
    const viewer = world.viewers[observer];
    answers.push(world.told(await answerOfLoader(file, world.services, viewer, given)));
  }
  return answers;
}

/** They say nothing of posts. */
const without = ["/dev/mail", "/invitations/:invitationId"];
const routes = routeAddresses.filter((file) => !without.includes(file));

describe("which of two enterprises posted an anonymous need", () => {
  it.each(routes)("is not told by %s", async (file) => {
    for (const observer of observers) {
      const answers = await answersIn(worlds[0], file, observer);
      const others = await answersIn(worlds[1], file, observer);
      expect({ observer, answers: others }).toEqual({ observer, answers });
    }
  });

  it.each(observers)("is not told by what %s is sent: events and mails", async (observer) => {
    const sent = async (world: World) => ({
      events: await world.eventsOf(observer),
      mails: await world.mailsOf(observer),
    });
    expect(await sent(worlds[1])).toEqual(await sent(worlds[0]));
  });

  it("is not told by search without an index, nor by drafts that say the same", async () => {
    const asked = async (world: World, observer: Observer) => {
      const viewer = world.viewers[observer];
      const found = [];
      for (const address of ["q=碳化硅", "region=3201", "region=3202", "region=3205", "region=32"])
        found.push(
          await fallbackSearch(
            world.services,
            viewer,
            readSearchParameters(new URLSearchParams(address)),
          ),
        );
      const draft = needListing.draft.parse({ title: anonymousTitle, problem: draftedProblem });
      const near = viewer
        ? await nearIdenticalTo(world.services, viewer, { kind: "need", ...draft }, null)
        : [];
      return world.told(JSON.stringify({ found, near }));
    };
    for (const observer of observers)
      expect(await asked(worlds[1], observer)).toEqual(await asked(worlds[0], observer));
  });

  it("is asked of pages on which the need is there to be seen", async () => {
    const [world] = worlds;
    const { services, viewers, ids } = world;
    const titles = (found: { document: { title: string } }[]) =>
      found.map(({ document }) => document.title);
    for (const observer of ["competitor", "university", "institute", "blocked"] as const) {
      const viewer = viewers[observer];
      const page = await answerOfLoader("/search", services, viewer, {
        search: "?kind=need",
        params: {},
      });
      expect(page).toContain(ids.postId);
      for (const suspect of suspects) {
        const [need, result] = [ids[`${suspect}Need`] ?? "", ids[`${suspect}Result`] ?? ""];
        expect(titles(await similarPosts(services, viewer, need))).toContain(anonymousTitle);
        expect(titles(await matchesOf(services, viewer, result, 30))).toContain(anonymousTitle);
      }
    }
    for (const observer of ["university", "institute", "blocked"] as const) {
      const list = await answersIn(world, "/matches", observer);
      expect(list[0]).toContain(anonymousTitle);
    }
  });
});

const draftedProblem = "功率模块的碳化硅陶瓷基板导热率不足,烧结后翘曲大,良率低。";
