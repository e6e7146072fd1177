import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ExternalLink } from "#app/ui/external-link.tsx";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { OwnMeeting } from "#app/sessions/meetings/meeting-queries.server.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";
import { NoShowForm } from "#app/sessions/day/parts/no-show-form.tsx";
import { MeetingMarks } from "#app/sessions/day/parts/pass-meetings.tsx";
import { BroughtPosts } from "./partner-facts.tsx";

/** Meetings by slot, with table, partner and what the partner brings. */
export function OwnMeetings(props: {
  meetings: OwnMeeting[];
  zone: string;
  /** Where cancelling is sent to; it is not offered without. */
  action?: string;
  /** On the day a side can say that the other did not come. */
  dayOpen?: boolean;
  /** The session, where each meeting leads to its record. */
  recordsOf?: string;
}) {
  const { t } = useTranslation();
  const { meetings, zone, action, dayOpen = false, recordsOf } = props;
  const format = useZoneFormat(zone);
  return (
    <ul className="divide-y divide-line">
      {meetings.map((one) => (
        <li
          key={`${one.id}${one.ownName}`}
          className="grid gap-x-4 gap-y-1 py-3 sm:grid-cols-[13rem_1fr_auto]"
          data-testid="meeting"
        >
          <p>
            <time dateTime={one.startsAt} className="font-medium tabular-nums">
              {format.dateTime(one.startsAt)}–{format.time(one.endsAt)}
            </time>{" "}
            <MeetingMarks {...one} />
            <span className="block">
              {t("meetings:atTable")} {[one.hall, one.tableName].filter((part) => part).join(" ")}
            </span>
            {one.link === "" ? null : (
              <ExternalLink href={one.link} className="link no-print">
                {t("meetings:join")}
              </ExternalLink>
            )}
          </p>
          <div>
            <p>
              <span className="font-medium">{one.partnerName}</span>{" "}
              {one.partnerPosition === "" ? "" : `${one.partnerPosition} · `}
              <Link to={`/organisations/${one.partnerOrganisationId}`} className="link">
                {one.partnerOrganisation}
              </Link>
            </p>
            <div className="text-sm text-ink-soft">
              <BroughtPosts posts={one.posts} />
              {one.isViewer ? null : <p>{t("meetings:forWhom", { name: one.ownName })}</p>}
            </div>
            {recordsOf === undefined ? null : (
              <Link to={`/sessions/${recordsOf}/meetings/${one.id}`} className="link no-print">
                {t("sessionAfter:open")}
              </Link>
            )}
          </div>
          {action !== undefined && one.state === "planned" ? (
            <div className="no-print">
              {dayOpen && one.phase !== "ahead" ? (
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
              ) : null}
              <ConfirmDialog
                action={t("meetings:cancel")}
                look="quiet"
                title={t("meetings:cancelTitle")}
              >
                <StepForm
                  step="cancel"
                  row={{ meetingId: one.id }}
                  version={one.version}
                  action={action}
                >
                  <Button look="danger">{t("meetings:cancel")}</Button>
                </StepForm>
              </ConfirmDialog>
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
