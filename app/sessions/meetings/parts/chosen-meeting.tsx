import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { GridMeeting } from "#app/sessions/meetings/meeting-queries.server.ts";
import { HandEditForm } from "./hand-edit.tsx";
import { NoShowForm } from "#app/sessions/day/parts/no-show-form.tsx";
import type { TimetablePlaces } from "#app/sessions/meetings/timetable/parts/timetable-places.ts";

/** One meeting of the timetable, with what can be done with it by hand. */
export function ChosenMeeting(props: {
  chosen: GridMeeting;
  meetings: GridMeeting[];
  session: { id: string; version: number };
  places: TimetablePlaces;
  /** Who did not come can be marked. */
  dayOpen: boolean;
}) {
  const { t } = useTranslation();
  const { chosen, meetings, session, places, dayOpen } = props;
  const edit = { sessionId: session.id, version: session.version };
  return (
    <div id="chosen" className="no-print">
      <Section
        title={t("meetings:chosen")}
        aside={
          <Link to="?" preventScrollReset className="link">
            {t("meetings:close")}
          </Link>
        }
      >
        <p>
          {chosen.oneOrganisation} · {chosen.one} ↔ {chosen.otherOrganisation} · {chosen.other}
          <span className="block text-ink-soft">
            {places.nameOf(chosen.slotId, chosen.tableId)}
          </span>
          <Link to={`/sessions/${session.id}/meetings/${chosen.id}`} className="link">
            {t("sessionAfter:record")}
          </Link>
        </p>
        {dayOpen && ["planned", "held"].includes(chosen.state) ? (
          <NoShowForm
            byOrganizer
            meeting={chosen}
            sides={[
              { id: chosen.oneId, name: chosen.one, organisation: chosen.oneOrganisation },
              { id: chosen.otherId, name: chosen.other, organisation: chosen.otherOrganisation },
            ]}
            action={`/sessions/${session.id}/board`}
          />
        ) : null}
        {chosen.state === "planned" ? (
          <>
            <div className="flex flex-wrap items-start gap-2">
              <StepForm
                step="pin"
                row={{ meetingId: chosen.id }}
                version={session.version}
                preventScrollReset
              >
                <Button look="secondary" name="pinned" value={chosen.pinned ? "no" : "yes"}>
                  {t(chosen.pinned ? "meetings:unpin" : "meetings:pin")}
                </Button>
              </StepForm>
              <ConfirmDialog action={t("meetings:cancel")} title={t("meetings:cancelTitle")}>
                <StepForm step="cancel" row={{ meetingId: chosen.id }} version={chosen.version}>
                  <Button look="danger">{t("meetings:cancel")}</Button>
                </StepForm>
              </ConfirmDialog>
            </div>
            <HandEditForm
              key={`move${chosen.id}`}
              {...edit}
              step="move"
              wish={chosen.wishId}
              submit={t("meetings:move")}
              fields={places.fields(chosen.slotId, chosen.tableId)}
            />
            {meetings.length > 1 ? (
              <HandEditForm
                key={`swap${chosen.id}`}
                {...edit}
                step="swap"
                wish={chosen.wishId}
                submit={t("meetings:swap")}
                fields={[
                  {
                    name: "other",
                    label: t("meetings:swapWith"),
                    value: "",
                    options: [
                      ...meetings
                        .filter((one) => one.id !== chosen.id && one.state === "planned")
                        .map((one) => ({
                          value: one.wishId,
                          label: `${places.nameOf(one.slotId, one.tableId)} · ${one.one} ↔ ${one.other}`,
                        })),
                    ],
                  },
                ]}
              />
            ) : null}
          </>
        ) : null}
      </Section>
    </div>
  );
}
