import { useTranslation } from "react-i18next";
import { Section } from "#app/ui/parts.tsx";
import type { RunReport } from "#app/sessions/meetings/timetable/timetable.server.ts";
import { HandEditForm } from "#app/sessions/meetings/parts/hand-edit.tsx";
import type { TimetablePlaces } from "./timetable-places.ts";

/** The wishes that the last run found no place for, with the reason, to be placed by hand. */
export function UnplacedWishes(props: {
  unplaced: RunReport["unplaced"];
  names: Record<string, string>;
  session: { id: string; version: number };
  places: TimetablePlaces;
}) {
  const { t } = useTranslation();
  const { unplaced, names, session, places } = props;
  const edit = { sessionId: session.id, version: session.version };
  return (
    <Section title={t("meetings:unplaced")}>
      {unplaced.length === 0 ? (
        <p className="text-ink-soft">{t("meetings:noUnplaced")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {unplaced.map(({ wish, reason }) => (
            <li key={wish} className="space-y-1 py-2.5" data-testid="unplaced">
              <p>{names[wish]}</p>
              <p className="text-sm text-ink-soft">{t(`meetings:unplacedReason.${reason}`)}</p>
              <details>
                <summary className="link cursor-pointer">{t("meetings:place")}</summary>
                <HandEditForm
                  {...edit}
                  step="move"
                  wish={wish}
                  submit={t("meetings:place")}
                  fields={places.fields()}
                />
              </details>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
