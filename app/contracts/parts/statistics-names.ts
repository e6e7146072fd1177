import type { TFunction } from "i18next";
import type { StatisticsTable } from "#app/contracts/statistics.ts";
import { codeName } from "#app/i18n/codes.ts";

/** What a row of a table is called. */
export function keyName(t: TFunction, table: StatisticsTable, key: string | null): string {
  if (key === null) return t("contracts:statistics.unsaid");
  switch (table) {
    case "kind":
      return codeName(t, "contractKinds", key);
    case "cluster":
      return codeName(t, "clusters", key);
    case "buyerRegion":
    case "sellerRegion":
      return codeName(t, "regions", key);
    case "year":
      return key;
    case "half": {
      const [year, half] = key.split("-");
      return t("contracts:statistics.half", {
        year,
        half: t(half === "H1" ? "contracts:statistics.h1" : "contracts:statistics.h2"),
      });
    }
  }
}
