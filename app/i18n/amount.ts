import type { TFunction } from "i18next";
import type { Format } from "./format.ts";

/** A budget or a price as a post carries it. */
export interface Amount {
  amountMin: string | null;
  amountMax: string | null;
  amountToBeAgreed: boolean;
}

/** A budget or price in words; null when nothing was said. */
export function amountText(amount: Amount, t: TFunction, format: Format): string | null {
  const { amountMin, amountMax, amountToBeAgreed } = amount;
  if (amountMin !== null && amountMax !== null) {
    const [min, max] = [format.money(amountMin), format.money(amountMax)];
    return min === max ? min : t("common:money.range", { min, max });
  }
  if (amountMin !== null) return t("common:money.from", { min: format.money(amountMin) });
  if (amountMax !== null) return t("common:money.upTo", { max: format.money(amountMax) });
  return amountToBeAgreed ? t("common:toBeAgreed") : null;
}
