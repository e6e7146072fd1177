import type { TFunction } from "i18next";
import type { ReportDimension } from "#app/sessions/outcomes/report.ts";
import { codeName } from "#app/i18n/codes.ts";

/** What a row of the report's tables is called. */
export function reportKeyName(t: TFunction, dimension: ReportDimension, key: string): string {
  if (key === "") return t("sessionAfter:report.unsaid");
  switch (dimension) {
    case "cluster":
      return codeName(t, "clusters", key);
    case "region":
      return codeName(t, "regions", key);
    case "kind":
      return codeName(t, "organisationKinds", key);
    case "part":
      return key;
  }
}
