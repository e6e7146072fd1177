import type { TFunction } from "i18next";
import { codeName } from "#app/i18n/codes.ts";
import type { LevelField } from "#app/listings/fields.ts";

/** A level of a scale with its name, if its levels have names: TRL 6 · … */
export const levelName = (
  t: TFunction,
  { scale, list }: Pick<LevelField, "scale" | "list">,
  level: number,
): string => [`${scale} ${level}`, ...(list ? [codeName(t, list, level)] : [])].join(" · ");
