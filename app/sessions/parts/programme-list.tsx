import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ProgrammeLine } from "#app/sessions/queries.server.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";

/** The programme of a session in the order of time, by day. */
export function ProgrammeList(props: {
  programme: ProgrammeLine[];
  zone: string;
  aside?: (item: ProgrammeLine) => ReactNode;
  /** Shown beneath an item. */
  below?: (item: ProgrammeLine) => ReactNode;
}) {
  const { t } = useTranslation();
  const format = useZoneFormat(props.zone);
  const { programme, aside, below } = props;
  if (programme.length === 0) return <p className="text-ink-soft">{t("sessions:noProgramme")}</p>;
  const days = [...new Set(programme.map(({ startsAt }) => format.date(startsAt)))];
  return (
    <>
      {days.map((day) => (
        <div key={day} className="space-y-2">
          <h3>{day}</h3>
          <ol className="divide-y divide-line">
            {programme
              .filter(({ startsAt }) => format.date(startsAt) === day)
              .map((item) => (
                <li key={item.id} className="grid gap-x-4 py-2 sm:grid-cols-[7rem_1fr_auto]">
                  <span className="tabular-nums">
                    {format.time(item.startsAt)}–{format.time(item.endsAt)}
                  </span>
                  <div>
                    <p className="font-medium">{item.title}</p>
                    {item.place === "" ? null : <p className="text-ink-soft">{item.place}</p>}
                    {item.speakers.length > 0 ? (
                      <ul className="text-sm">
                        {item.speakers.map(({ name, organisation, title }) => (
                          <li key={`${name}${organisation}`}>
                            {[name, organisation, title].filter((part) => part !== "").join(" · ")}
                          </li>
                        ))}
                      </ul>
                    ) : null}
                    {item.description === "" ? null : (
                      <p className="text-sm whitespace-pre-line">{item.description}</p>
                    )}
                    {below?.(item)}
                  </div>
                  {aside?.(item)}
                </li>
              ))}
          </ol>
        </div>
      ))}
    </>
  );
}
