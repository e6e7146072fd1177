import { describe, expect, it } from "vitest";
import { clusters } from "#app/codes/codes.ts";
import { draftSchema, submissionIssues } from "#app/posts/content.ts";
import { accounts, needs, organisations, results } from "./index.ts";

const posts = [
  ...needs.map((post) => ({ kind: "need" as const, ...post })),
  ...results.map((post) => ({ kind: "result" as const, ...post })),
];
const keys = new Set(organisations.map(({ key }) => key));

describe("the demonstration data", () => {
  it.each(clusters)("has two published needs and results in %s", (cluster) => {
    const published = posts.filter(
      ({ state, content }) => state === "published" && content.cluster === cluster,
    );
    expect(published.filter(({ kind }) => kind === "need").length).toBeGreaterThanOrEqual(2);
    expect(published.filter(({ kind }) => kind === "result").length).toBeGreaterThanOrEqual(2);
  });

  it.each(posts.filter(({ state }) => state !== "draft"))(
    "fills the form in as a submission must: $content.title",
    ({ kind, content }) => {
      expect(submissionIssues(kind, { invited: invitedOf(content), ...content })).toEqual([]);
    },
  );

  it("has drafts that can be saved, titles that differ and organisations that exist", () => {
    for (const { kind, content } of posts)
      expect(draftSchema(kind).safeParse(content).success).toBe(true);
    expect(new Set(posts.map(({ content }) => content.title)).size).toBe(posts.length);
    const named = [
      ...posts.map(({ organisation }) => organisation),
      ...accounts.flatMap(({ memberships }) => memberships.map(({ organisation }) => organisation)),
    ];
    expect(named.filter((key) => !keys.has(key))).toEqual([]);
  });
});

/** Who is invited is known only when the organisations are in the database. */
const invitedOf = ({ visibility }: { visibility?: string | undefined }) =>
  visibility === "invited" ? ["01890000-0000-7000-8000-000000000000"] : [];
