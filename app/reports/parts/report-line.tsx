import { useTranslation } from "react-i18next";
import { Badge, type Tone } from "#app/ui/parts.tsx";
import type { ReportReason, ReportSubject } from "#app/codes/codes.ts";
import { codeName } from "#app/i18n/codes.ts";
import type { ReportState } from "#app/codes/states.ts";

export const reportTone: Record<ReportState, Tone | undefined> = {
  open: "info",
  in_review: "warning",
  upheld: "success",
  dismissed: undefined,
};

/** What was reported and for what reason, in a list. */
export function ReportHead(props: {
  state?: ReportState;
  reason: ReportReason;
  subjectKind: ReportSubject;
}) {
  const { t } = useTranslation();
  return (
    <span className="flex flex-wrap items-center gap-2">
      {props.state ? (
        <Badge tone={reportTone[props.state]}>{codeName(t, "reportStates", props.state)}</Badge>
      ) : null}
      <Badge>{codeName(t, "reportSubjects", props.subjectKind)}</Badge>
      <span>{codeName(t, "reportReasons", props.reason)}</span>
    </span>
  );
}
