import { contractKindsOfMode, type ContractKind, type CooperationMode } from "#app/codes/codes.ts";
import { compareAmounts, sumOf } from "./amounts.ts";
import { registrationRuleOn } from "./registration-rules.ts";
import { isRoyalty, type ContractContent } from "./schema.ts";

export const checkCodes = [
  "incomplete",
  "technologyAboveContract",
  "milestoneSum",
  "validityOrder",
  "signedAfterToday",
  "sameParty",
  "milestoneLate",
  "modeMismatch",
  "duplicate",
  "validityOver",
  "signedOutsideValidity",
  "large",
] as const;
export type CheckCode = (typeof checkCodes)[number];

/** An error must be mended before the contract goes on; a warning should be looked at. */
export interface Check {
  code: CheckCode;
  level: "error" | "warning";
}

export interface CheckFacts {
  content: ContractContent;
  /** Whether the content has all that signing needs. */
  complete: boolean;
  sameOrganisation: boolean;
  /** The cooperation modes that the deal's need and result name. */
  modes: readonly CooperationMode[];
  signedOn: string | null;
  /** Numbers or titles of other running contracts of the same sides with the same title and amount. */
  duplicates: number;
  /** Today in the market's zone. */
  today: string;
}

/** What is wrong or doubtful about a contract, the worst first. */
export function contractChecks(facts: CheckFacts): Check[] {
  const { content, signedOn, today } = facts;
  const { contractAmount, technologyAmount, milestones, validFrom, validTo } = content;
  const rule = registrationRuleOn(today);
  const amounts = milestones.flatMap((row) => (row.amount === null ? [] : [row.amount]));
  const summed =
    contractAmount !== null && amounts.length > 0
      ? compareAmounts(sumOf(amounts), contractAmount)
      : 0;
  const large = rule?.large ?? null;
  const found: Record<CheckCode, [on: boolean, level: Check["level"]]> = {
    incomplete: [!facts.complete, "error"],
    technologyAboveContract: [
      contractAmount !== null &&
        technologyAmount !== null &&
        compareAmounts(technologyAmount, contractAmount) > 0,
      "error",
    ],
    milestoneSum: [summed !== 0, isRoyalty(content.payment) && summed < 0 ? "warning" : "error"],
    validityOrder: [validFrom !== null && validTo !== null && validTo < validFrom, "error"],
    signedAfterToday: [signedOn !== null && signedOn > today, "error"],
    sameParty: [
      facts.sameOrganisation ||
        (content.buyerName !== "" && content.buyerName === content.sellerName),
      "error",
    ],
    milestoneLate: [
      milestones.some(({ dueOn }) => dueOn !== null && validTo !== null && dueOn > validTo),
      "warning",
    ],
    modeMismatch: [!kindFitsModes(content.kind, facts.modes), "warning"],
    duplicate: [facts.duplicates > 0, "warning"],
    validityOver: [rule?.whileValid === true && validTo !== null && validTo < today, "warning"],
    signedOutsideValidity: [signedOn !== null && validTo !== null && signedOn > validTo, "warning"],
    large: [
      large !== null &&
        technologyAmount !== null &&
        compareAmounts(technologyAmount, large.from) >= 0,
      "warning",
    ],
  };
  const raised = checkCodes
    .filter((code) => found[code][0])
    .map((code): Check => ({ code, level: found[code][1] }));
  return [
    ...raised.filter(({ level }) => level === "error"),
    ...raised.filter(({ level }) => level === "warning"),
  ];
}

/** Whether a contract kind is one that these cooperation modes end in; nothing said fits anything. */
export const kindFitsModes = (
  kind: ContractKind | null,
  modes: readonly CooperationMode[],
): boolean =>
  kind === null ||
  modes.length === 0 ||
  modes.some((mode) => contractKindsOfMode[mode].includes(kind));

export const hasErrors = (checks: readonly Check[]): boolean =>
  checks.some(({ level }) => level === "error");
