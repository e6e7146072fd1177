import type { Indicator } from "#search/documents.ts";

const signs = { ge: "≥", le: "≤", eq: "=", range: "", text: "" } as const;

/** The value of an indicator as engineers write it: ≥ 180 W/(m·K), 5–8 μm. */
export function valueText({ comparison, value, upper, unit }: Omit<Indicator, "name">): string {
  if (comparison === "text" || value === null) return unit;
  const number = comparison === "range" && upper !== null ? `${value}–${upper}` : value;
  return [signs[comparison], number, unit].filter((part) => part !== "").join(" ");
}

/** An indicator with its name. */
export const indicatorText = (indicator: Indicator): string =>
  `${indicator.name} ${valueText(indicator)}`.trim();
