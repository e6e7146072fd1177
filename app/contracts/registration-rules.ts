/**
 * Deadlines and thresholds of registering technology contracts, as data: a new
 * measure is a new entry. The texts bind, not these figures; each entry says
 * where it was read.
 */
export interface RegistrationRule {
  /** The first day on which it counts, YYYY-MM-DD. */
  from: string;
  source: string;
  /** Whether the registry only takes contracts that are still valid. */
  whileValid: boolean;
  /** Within how many days of acceptance the registry decides, and of what kind. */
  decideWithin: { days: number; kind: "calendar" | "working" };
  /** Contracts of so much technology amount, in yuan, take longer and are seen by experts. */
  large: { from: string; days: number } | null;
}

export const registrationRules: readonly RegistrationRule[] = [
  {
    from: "2000-02-16",
    source: "《技术合同认定登记管理办法》（国科发政字〔2000〕063号）",
    whileValid: false,
    decideWithin: { days: 30, kind: "calendar" },
    large: null,
  },
  {
    /** Renewed in January 2026; the figures were read in its public draft of 18 December 2024, articles 12 and 14. */
    from: "2026-01-23",
    source: "工业和信息化部《技术合同认定登记管理办法》（2026年1月23日印发）",
    whileValid: true,
    decideWithin: { days: 15, kind: "working" },
    large: { from: "5000000", days: 30 },
  },
];

/** The rule in force on a day, YYYY-MM-DD. */
export function registrationRuleOn(day: string): RegistrationRule | null {
  return registrationRules.findLast(({ from }) => from <= day) ?? null;
}
