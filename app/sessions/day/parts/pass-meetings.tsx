import { useTranslation } from "react-i18next";
import { ExternalLink } from "#app/ui/external-link.tsx";
import { Badge } from "#app/ui/parts.tsx";
import type { PassMeeting } from "#app/sessions/day/passes.server.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";
import { NoShowForm } from "./no-show-form.tsx";

/** How late a meeting is, and who did not come. */
export function MeetingMarks({ late, absent }: Pick<PassMeeting, "late" | "absent">) {
  const { t } = useTranslation();
  return (
    <>
      {late > 0 ? <Badge tone="warning">{t("sessionDay:late", { minutes: late })}</Badge> : null}{" "}
      {absent === null ? null : (
        <Badge tone="danger">
          {t(absent === "own" ? "sessionDay:absentOwn" : "sessionDay:absentPartner")}
        </Badge>
      )}
    </>
  );
}

/** The meetings of one pass by time, to be read at a glance. */
export function PassMeetings(props: {
  meetings: PassMeeting[];
  zone: string;
  dayOpen: boolean;
  /** Where it is sent to that the other side did not come. */
  action: string;
}) {
  const { t } = useTranslation();
  const { meetings, zone, dayOpen, action } = props;
  const format = useZoneFormat(zone);
  return (
    <ul className="divide-y divide-line">
      {meetings.map((one) => (
        <li
          key={one.id}
          className="grid gap-x-4 gap-y-1 py-3 sm:grid-cols-[17rem_1fr_auto] print:grid-cols-[17rem_1fr]"
          data-testid="meeting"
        >
          <div>
            <p>
              <time dateTime={one.startsAt} className="font-medium">
                {format.dateTime(one.startsAt)}–{format.time(one.endsAt)}
              </time>{" "}
              <MeetingMarks {...one} />
            </p>
            <p>
              {t("meetings:atTable")} {[one.hall, one.tableName].filter((part) => part).join(" ")}
            </p>
            {one.link === "" ? null : (
              <ExternalLink href={one.link}>
                {t("meetings:join")}
                <span className="hidden print:inline"> {one.link}</span>
              </ExternalLink>
            )}
          </div>
          <p>
            <span className="font-medium">{one.partnerName}</span>
            <span className="block">{one.partnerOrganisation}</span>
          </p>
          {dayOpen && one.phase !== "ahead" && ["planned", "held"].includes(one.state) ? (
            <div className="no-print">
              <NoShowForm
                meeting={one}
                action={action}
                sides={[
                  {
                    id: one.partnerParticipantId,
                    name: one.partnerName,
                    organisation: one.partnerOrganisation,
                  },
                ]}
              />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
