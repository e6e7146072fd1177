import { describe, expect, it } from "vitest";
import { answerHabit } from "./answer-rate.ts";

describe("what is said of answers", () => {
  it.each([
    [
      { received: 0, answeredInTime: 0, medianHours: null },
      { known: false, received: 0 },
    ],
    [
      { received: 4, answeredInTime: 4, medianHours: 1 },
      { known: false, received: 4 },
    ],
    [
      { received: 5, answeredInTime: 0, medianHours: null },
      { known: true, received: 5, share: 0, usually: null },
    ],
    [
      { received: 10, answeredInTime: 8, medianHours: 0.2 },
      { known: true, received: 10, share: 0.8, usually: { unit: "hours", number: 1 } },
    ],
    [
      { received: 10, answeredInTime: 8, medianHours: 24 },
      { known: true, received: 10, share: 0.8, usually: { unit: "hours", number: 24 } },
    ],
    [
      { received: 10, answeredInTime: 8, medianHours: 25 },
      { known: true, received: 10, share: 0.8, usually: { unit: "days", number: 2 } },
    ],
  ])("%j is %j", (given, said) => {
    expect(answerHabit(given)).toEqual(said);
  });
});
