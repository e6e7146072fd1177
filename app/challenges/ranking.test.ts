import Decimal from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { submissionProposalSchema } from "./content.ts";
import {
  labelOf,
  rankProposals,
  submittedReviewSchema,
  weightedScore,
  type Scored,
} from "./ranking.ts";
import { submissionTermsSchema } from "./terms.ts";

const criteria = [
  { name: "技术", weight: "60" },
  { name: "可行", weight: "40" },
];
const scored = (proposalId: string, reviews: string[][], changes: Partial<Scored> = {}) => ({
  proposalId,
  price: "100.00",
  submittedAt: new Date("2030-01-01T00:00:00Z"),
  reviews,
  ...changes,
});
const order = (proposals: Scored[]) =>
  rankProposals(criteria, proposals).map(({ proposalId }) => proposalId);

describe("the weighted score", () => {
  it.each([
    [["92.5", "80"], "87.5"],
    [["100", "100"], "100"],
    [["0", "0"], "0"],
    [["33.33", "66.67"], "46.666"],
  ])("of %j is %s, exactly", (scores, expected) => {
    expect(weightedScore(criteria, scores).toString()).toBe(expected);
  });
});

describe("the ranking", () => {
  it("goes by the mean, and shows the spread", () => {
    const ranked = rankProposals(criteria, [
      scored("low", [["70", "80"]]),
      scored("high", [
        ["90", "90"],
        ["80", "80"],
      ]),
    ]);
    expect(ranked).toEqual([
      { proposalId: "high", rank: 1, mean: "85.00", lowest: "80.00", highest: "90.00", reviews: 2 },
      { proposalId: "low", rank: 2, mean: "74.00", lowest: "74.00", highest: "74.00", reviews: 1 },
    ]);
  });

  it("breaks ties by the heaviest criterion, then price, then time", () => {
    const even = [["80", "80"]];
    expect(order([scored("flat", even), scored("sharp", [["90", "65"]])])).toEqual([
      "sharp",
      "flat",
    ]);
    expect(order([scored("dear", even, { price: "200.00" }), scored("cheap", even)])).toEqual([
      "cheap",
      "dear",
    ]);
    const later = { submittedAt: new Date("2030-01-02T00:00:00Z") };
    expect(order([scored("later", even, later), scored("early", even)])).toEqual([
      "early",
      "later",
    ]);
  });

  it("puts nobody ahead by what is not shown", () => {
    const ranked = rankProposals(criteria, [
      scored("hair", [["80.00", "80.01"]], { price: "200.00" }),
      scored("cheap", [["80", "80"]]),
    ]);
    expect(ranked.map(({ proposalId, mean }) => [proposalId, mean])).toEqual([
      ["cheap", "80.00"],
      ["hair", "80.00"],
    ]);
  });

  it("puts a proposal without a review last", () => {
    expect(order([scored("none", []), scored("zero", [["0", "0"]])])).toEqual(["zero", "none"]);
  });

  it("is a permutation that no order of input changes, by means that never grow", () => {
    const score = fc
      .integer({ min: 0, max: 10_000 })
      .map((hundredths) => (hundredths / 100).toFixed(2));
    const reviews = fc.array(
      fc.tuple(score, score).map((pair) => [...pair]),
      { maxLength: 4 },
    );
    const proposals = fc.array(fc.record({ reviews, price: fc.constantFrom("100.00", "200.00") }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(proposals, fc.infiniteStream(fc.nat()), (given, dice) => {
        const named = given.map((one, index) => scored(String(index), one.reviews, one));
        const ranked = rankProposals(criteria, named);
        expect(ranked.map(({ proposalId }) => proposalId).sort()).toEqual(
          named.map(({ proposalId }) => proposalId).sort(),
        );
        const mixed = named
          .map((one) => [dice.next().value as number, one] as const)
          .sort(([a], [b]) => a - b)
          .map(([, one]) => one);
        expect(rankProposals(criteria, mixed)).toEqual(ranked);
        for (const [index, one] of ranked.entries()) {
          expect(one.rank).toBe(index + 1);
          const next = ranked[index + 1];
          if (one.mean !== null && next && next.mean !== null)
            expect(new Decimal(one.mean).greaterThanOrEqualTo(next.mean)).toBe(true);
          if (one.mean !== null && one.lowest !== null && one.highest !== null)
            expect(new Decimal(one.lowest).lessThanOrEqualTo(one.mean)).toBe(true);
        }
      }),
    );
  });
});

describe("what forms demand", () => {
  const terms = {
    summary: "内容",
    award: "1",
    fundingRule: "规则",
    conditions: "条件",
    ipOwnership: "joint",
    deadline: "2031-01-01T12:00",
    objectionDays: 7,
    milestones: [
      { title: "一", due: "2031-06-30", share: "33.33" },
      { title: "二", due: "2031-12-31", share: "66.67" },
    ],
    criteria: [{ name: "技术", weight: "100" }],
  };
  const issues = (changes: object) =>
    submissionTermsSchema(new Date("2030-12-31T16:00:00Z"))
      .safeParse({ ...terms, ...changes })
      .error?.issues.map(({ path, message }) => [path.join("."), message]) ?? [];

  it.each([
    [{}, []],
    [{ award: "0" }, [["award", "awardPositive"]]],
    [{ deadline: "2031-01-01T00:00" }, [["deadline", "deadlineToCome"]]],
    [{ deadline: "2031-01-01T00:01" }, []],
    [{ criteria: [{ name: "技术", weight: "99.99" }] }, [["criteria", "sumOfWeights"]]],
    [{ criteria: [] }, [["criteria", "required"]]],
    [
      { milestones: [{ title: "一", due: "2031-06-30", share: "99" }] },
      [["milestones", "sumOfShares"]],
    ],
    [{ milestones: [...terms.milestones].reverse() }, [["milestones.1.due", "milestoneOrder"]]],
  ])("of terms with %j: %j", (changes, expected) => {
    expect(issues(changes)).toEqual(expected);
  });

  it("of a proposal: all of it, and no name of the bidder's where reviewers read", () => {
    const content = {
      approach: "甲",
      plan: ["一"],
      team: "我们江南大学",
      earlier: "有",
      price: "1",
    };
    const found = submissionProposalSchema(2, ["江南大学", ""]).safeParse(content);
    expect(found.error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([
      ["plan.1", "required"],
      ["team", "namesInBlind"],
    ]);
  });

  it.each([
    [["100.01"], false],
    [["-1"], false],
    [["1e2"], false],
    [[""], false],
    [["99.99"], true],
    [["0"], true],
  ])("of a review with the scores %j: %s", (scores, right) => {
    const review = { scores, comment: "意见写满了十个字以上。" };
    expect(submittedReviewSchema(1).safeParse(review).success).toBe(right);
  });
});

it.each([
  [0, "A"],
  [25, "Z"],
  [26, "AA"],
  [52, "BA"],
])("the label of number %i is %s", (index, label) => {
  expect(labelOf(index)).toBe(label);
});
