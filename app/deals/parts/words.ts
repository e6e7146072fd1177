import type { TFunction } from "i18next";
import { codeName } from "#app/i18n/codes.ts";
import type { DealSide } from "#app/codes/codes.ts";

/** A side in words, with a mark on the viewer's own. */
export function sideName(t: TFunction, side: DealSide, own: DealSide | null): string {
  const name = codeName(t, "dealSides", side);
  return side === own ? t("deals:ownSide", { side: name }) : name;
}

/** Since when the deal is where it is. */
export const stageAge = (t: TFunction, days: number): string =>
  days === 0 ? t("deals:today") : t("deals:days", { count: days });
