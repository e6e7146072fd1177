import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { Badge, Section } from "#app/ui/parts.tsx";
import type { AfterLine, OwnAfter } from "#app/sessions/outcomes/meeting-record.server.ts";
import { useFormat, useZoneFormat } from "#app/i18n/use-format.ts";
import { MeetingTaskLine } from "./meeting-tasks.tsx";

interface Props {
  after: OwnAfter;
  session: { id: string; zone: string };
}

/** What waits for a rating, what is to be done, and what came of a person's meetings. */
export function OwnAfterSections({ after, session }: Props) {
  const { t } = useTranslation();
  const { meetings, tasks, today } = after;
  if (meetings.length === 0) return null;
  const toRate = meetings.filter((one) => one.toRate);
  const open = tasks.filter(({ done }) => !done);
  const record = (meetingId: string) => `/sessions/${session.id}/meetings/${meetingId}`;
  return (
    <>
      {toRate.length === 0 ? null : (
        <div className="no-print">
          <Section title={t("sessionAfter:toRate", { count: toRate.length })}>
            <ul className="divide-y divide-line">
              {toRate.map((one) => (
                <li
                  key={`${one.id}${one.ownName}`}
                  data-testid="to-rate"
                  className="flex flex-wrap items-center justify-between gap-2 py-2"
                >
                  <MeetingName line={one} zone={session.zone} />
                  <LinkButton
                    to={record(one.id)}
                    className="min-h-12"
                    aria-label={`${t("sessionAfter:rate")} ${one.partnerOrganisation}`}
                  >
                    {t("sessionAfter:rate")}
                  </LinkButton>
                </li>
              ))}
            </ul>
          </Section>
        </div>
      )}
      {open.length === 0 ? null : (
        <Section title={t("sessionAfter:tasks")}>
          <ul className="space-y-3">
            {open.map((task) => (
              <MeetingTaskLine
                key={task.id}
                {...{ task, today }}
                action={`${record(task.meetingId)}?back=mine`}
                colleagues={[]}
                partner={{ name: task.partnerOrganisation, to: `${record(task.meetingId)}#tasks` }}
              />
            ))}
          </ul>
        </Section>
      )}
      {after.session.state === "running" ? null : (
        <Summary after={after} session={session} record={record} />
      )}
    </>
  );
}

/** After the session: figures of the person's own meetings, and each with its outcome. */
function Summary({ after, session, record }: Props & { record: (meetingId: string) => string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { meetings, tasks } = after;
  const count = (matches: (line: AfterLine) => boolean) => meetings.filter(matches).length;
  const figures: [name: string, figure: number][] = [
    [t("sessionAfter:summary.held"), count(({ state }) => state === "held")],
    [t("sessionAfter:summary.missed"), count(({ state }) => state === "missed")],
    [t("sessionAfter:summary.unconfirmed"), count(({ state }) => state === "planned")],
    [t("sessionAfter:summary.rated"), count(({ outcome }) => outcome !== null)],
    [t("sessionAfter:summary.both"), count(({ both }) => both)],
    [t("sessionAfter:summary.tasks"), tasks.filter(({ done }) => !done).length],
  ];
  return (
    <Section title={t("sessionAfter:after")}>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        {figures.map(([name, figure]) => (
          <div key={name}>
            <dt className="text-sm text-ink-soft">{name}</dt>
            <dd className="text-xl font-semibold tabular-nums">{format.number(figure)}</dd>
          </div>
        ))}
      </dl>
      <h3>{t("sessionAfter:list")}</h3>
      <ul className="divide-y divide-line">
        {meetings.map((one) => (
          <li
            key={`${one.id}${one.ownName}`}
            className="flex flex-wrap items-center justify-between gap-2 py-2"
          >
            <Link to={record(one.id)} className="link">
              <MeetingName line={one} zone={session.zone} />
            </Link>
            <span className="flex flex-wrap gap-2">
              <Badge>{t(`sessionAfter:meetingState.${one.state}`)}</Badge>
              <Badge>
                {one.outcome === null
                  ? t("sessionAfter:noOutcome")
                  : t(`sessionAfter:outcomes.${one.outcome}`)}
              </Badge>
              {one.intendedAmount === null ? null : (
                <Badge>{format.money(one.intendedAmount)}</Badge>
              )}
              {one.both ? <Badge tone="success">{t("sessionAfter:mutual")}</Badge> : null}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function MeetingName({ line, zone }: { line: AfterLine; zone: string }) {
  const format = useZoneFormat(zone);
  return (
    <span>
      <time dateTime={line.startsAt} className="tabular-nums">
        {format.dateTime(line.startsAt)}
      </time>{" "}
      {line.partnerOrganisation} · {line.partnerName}
      {line.isViewer ? null : <span className="text-ink-soft">（{line.ownName}）</span>}
    </span>
  );
}
