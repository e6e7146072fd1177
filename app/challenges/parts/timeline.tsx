import { useTranslation } from "react-i18next";
import { Section } from "#app/ui/parts.tsx";
import type { ChallengeView } from "#app/challenges/queries.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { Countdown } from "./countdown.tsx";

/** What has been and what is to come of a challenge, with the time left while it is open. */
export function Timeline({ challenge }: { challenge: ChallengeView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { at, deadline, now } = challenge;
  const moments = [
    ["published", at.published],
    ["deadline", deadline],
    ["closed", at.closed],
    ["concluded", at.concluded],
    ["decided", at.decided],
    ["outcome", at.outcome],
    ["objections", at.objections],
    ["finished", at.finished],
  ] as const;
  return (
    <Section title={t("challenges:timeline.title")}>
      {challenge.state === "published" && deadline ? (
        <Countdown deadline={deadline} now={now} />
      ) : null}
      <ol className="space-y-1.5">
        {moments.map(([name, moment]) =>
          moment ? (
            <li key={name} className="flex flex-wrap justify-between gap-x-4">
              <span className={moment > now ? "text-ink-soft" : ""}>
                <span aria-hidden>{moment > now ? "○" : "●"} </span>
                {t(`challenges:timeline.${name}`)}
              </span>
              <time dateTime={moment} className="text-ink-soft tabular-nums">
                {format.dateTime(moment)}
              </time>
            </li>
          ) : null,
        )}
      </ol>
    </Section>
  );
}
