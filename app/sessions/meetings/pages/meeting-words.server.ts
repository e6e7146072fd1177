import type { TFunction } from "i18next";
import { isBreaking } from "#app/sessions/meetings/timetable/timetable.server.ts";
import { wordsOf } from "#app/sessions/plan/pages/plan-step.server.ts";

/** As wordsOf, with what a change by hand would break. */
export const timetableWordsOf =
  (t: TFunction) =>
  (error: unknown): string => {
    if (!isBreaking(error)) return wordsOf(t)(error);
    const kinds = [...new Set(error.conflicts.map(({ kind }) => kind))];
    return `${t("meetings:conflicts")} ${kinds.map((kind) => t(`meetings:conflict.${kind}`)).join(" · ")}`;
  };
