import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { viewComparison } from "#app/matching/compare.server.ts";
import type { NeedContent } from "#app/posts/need.ts";
import * as commands from "#app/posts/commands.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { approve } from "#app/posts/review.server.ts";
import type { ResultContent } from "#app/posts/result.ts";
import type { MaybeViewer, Viewer } from "#app/kernel/viewer.ts";
import { SearchUnavailable } from "#search/engine.ts";
import {
  completeNeed,
  completeResult,
  createPerson,
  openMarket,
  type TestMarket,
} from "#tests/support/market.ts";

let market: TestMarket;
const people: Record<string, MaybeViewer> = { guest: null };
const needs: Record<string, string> = {};
let resultId: string;
const person = (name: string): Viewer => {
  const found = people[name];
  if (!found) throw new Error(`${name} is no signed-in person`);
  return found;
};

async function published(
  viewer: Viewer,
  kind: "need" | "result",
  content: NeedContent | ResultContent,
): Promise<string> {
  const { services } = market;
  const draft = await commands.createDraft(services, viewer, kind, content);
  const { revision } = await commands.submit(services, viewer, draft.id);
  await approve(services, person("organizer"), draft.id, revision);
  await publishPost(services, draft.id);
  return draft.id;
}

beforeAll(async () => {
  market = await openMarket();
  const { services } = market;
  for (const name of ["owner", "invited", "registered"])
    people[name] = await createPerson(services);
  people.university = await createPerson(services, { kind: "university" });
  people.organizer = await createPerson(services, {
    kind: "authority",
    platformRole: "organizer",
  });
  const invited = [person("invited").active?.organisationId ?? ""];
  for (const visibility of ["public", "registered", "invited", "anonymous"] as const)
    needs[visibility] = await published(
      person("owner"),
      "need",
      completeNeed({ visibility, invited: visibility === "invited" ? invited : [] }),
    );
  const draft = await commands.createDraft(services, person("owner"), "need", completeNeed());
  needs.draft = draft.id;
  resultId = await published(
    person("university"),
    "result",
    completeResult({
      indicators: [
        { name: "热导率", comparison: "ge", value: "0.2", unit: "kW/(m·K)" },
      ] as ResultContent["indicators"],
    }),
  );
});
afterAll(() => market.close());

const compare = (viewer: MaybeViewer, need: string) =>
  viewComparison(market.services, viewer, { needId: needs[need] ?? need, resultId });

const may: Record<string, string[]> = {
  public: ["guest", "registered", "invited", "owner", "university", "organizer"],
  registered: ["registered", "invited", "owner", "university", "organizer"],
  anonymous: ["registered", "invited", "owner", "university", "organizer"],
  invited: ["invited", "owner", "organizer"],
  draft: [],
};
const everyone = ["guest", "registered", "invited", "owner", "university", "organizer"];

describe("who may set a need beside a result", () => {
  test.each(Object.keys(may).flatMap((need) => everyone.map((name) => [need, name] as const)))(
    "a need that is %s: %s",
    async (need, name) => {
      const outcome = compare(people[name] ?? null, need);
      if (may[need]?.includes(name)) expect((await outcome).need.id).toBe(needs[need]);
      else
        await expect(outcome).rejects.toMatchObject({
          code: name === "guest" ? "signInRequired" : "notFound",
        });
    },
  );

  it("keeps an anonymous name from all but its own people and organizers", async () => {
    const name = person("owner").active?.name ?? "";
    for (const viewer of ["registered", "university"]) {
      const pair = await compare(person(viewer), "anonymous");
      expect(pair.need.owner).toBeNull();
      expect(JSON.stringify(pair)).not.toContain(name);
    }
    expect((await compare(person("organizer"), "anonymous")).need.owner?.name).toBe(name);
  });

  it("knows no pair of one kind, and no contact", async () => {
    const swapped = { needId: resultId, resultId: needs.public ?? "" };
    await expect(viewComparison(market.services, person("owner"), swapped)).rejects.toMatchObject({
      code: "notFound",
    });
    expect(JSON.stringify(await compare(null, "public"))).not.toContain("contact@example.test");
  });
});

describe("what is compared", () => {
  it("marks shared terms on both sides and weighs what speaks for and against", async () => {
    const { need, result, terms, comparison } = await compare(person("owner"), "public");
    const at = terms.findIndex((term) => term.need === "碳化硅");
    expect(at).toBeGreaterThanOrEqual(0);
    for (const { title } of [need, result])
      expect(title.find(({ term }) => term === at)?.text).toBe("碳化硅");
    const names = comparison?.fors.map(({ name }) => name) ?? [];
    expect(names).toEqual(expect.arrayContaining(["cluster", "trl", "money"]));
    const strengths = comparison?.fors.map(({ logOdds }) => logOdds) ?? [];
    expect(strengths).toEqual([...strengths].sort((a, b) => b - a));
    expect(comparison?.indicators[0]?.wanted.name).toBe("热导率");
    expect(comparison?.littleKnown).toBe(false);
    expect(comparison?.certainty?.pairs).toBeGreaterThan(0);
  });

  it("says when little is known, and what speaks against", async () => {
    const bare = await published(
      person("owner"),
      "need",
      completeNeed({
        cluster: "internet_of_things",
        indicators: [
          {
            name: "翘曲",
            comparison: "text",
            value: null,
            upper: null,
            unit: "",
            today: "",
            method: "",
          },
        ],
        trl: null,
        amountMax: null,
        amountToBeAgreed: true,
      }),
    );
    const { comparison } = await compare(person("owner"), bare);
    expect(comparison?.littleKnown).toBe(true);
    expect(comparison?.unknown).toEqual(expect.arrayContaining(["indicators", "trl", "money"]));
    expect(comparison?.againsts.map(({ name }) => name)).toContain("cluster");
  });

  it("shows the texts also while search is unavailable", async () => {
    const down = () => Promise.reject(new SearchUnavailable("down"));
    const services = { ...market.services, matcher: { ...market.services.matcher, compare: down } };
    const pair = await viewComparison(services, null, { needId: needs.public ?? "", resultId });
    expect(pair.comparison).toBeNull();
    expect(pair.need.title).toEqual([{ text: completeNeed().title, term: null }]);
  });
});
