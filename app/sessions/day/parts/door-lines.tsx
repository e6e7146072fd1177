import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { DoorLine } from "#app/sessions/day/check-in.server.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";
import { NoShowForm } from "./no-show-form.tsx";

/** The people of a session at its door, each with one button to check in or to take that back. */
export function DoorLines(props: {
  lines: DoorLine[];
  zone: string;
  dayOpen: boolean;
  /** Where steps are sent to. */
  action: string;
}) {
  const { t } = useTranslation();
  const { lines, zone, dayOpen, action } = props;
  const format = useZoneFormat(zone);
  return (
    <ul className="card divide-y divide-line py-1">
      {lines.map((line) => (
        <li
          key={line.id}
          className="flex items-center justify-between gap-3 py-2.5"
          data-testid="door"
        >
          <div className="min-w-0">
            <p>
              <Link to={`/pass/${line.passKey}`} className="link font-medium">
                {line.name}
              </Link>
              {line.position === "" ? "" : ` ${line.position}`}
            </p>
            <p className="text-sm text-ink-soft">
              {line.organisationName} · {line.email}
            </p>
            {line.checkedInAt === null ? null : (
              <p className="text-sm font-medium text-good">
                <span aria-hidden>✓ </span>
                {t("sessionDay:inAt", { time: format.time(line.checkedInAt) })}
              </p>
            )}
          </div>
          {dayOpen ? (
            <div className="flex shrink-0 flex-wrap items-center justify-end gap-1">
              {line.checkedInAt === null && line.meeting !== null ? (
                <NoShowForm
                  byOrganizer
                  meeting={line.meeting}
                  sides={[{ id: line.id, name: line.name, organisation: line.organisationName }]}
                  action={action}
                />
              ) : null}
              <StepForm
                step={["in", "undo"]}
                row={{ participantId: line.id }}
                action={action}
                preventScrollReset
              >
                {line.checkedInAt === null ? (
                  <Button
                    className="duration-0"
                    name="step"
                    value="in"
                    aria-label={t("sessionDay:checkInNamed", { name: line.name })}
                  >
                    {t("sessionDay:checkIn")}
                  </Button>
                ) : (
                  <Button
                    className="duration-0"
                    look="quiet"
                    name="step"
                    value="undo"
                    aria-label={t("sessionDay:undoNamed", { name: line.name })}
                  >
                    {t("sessionDay:undo")}
                  </Button>
                )}
              </StepForm>
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
