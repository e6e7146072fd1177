import { useTranslation } from "react-i18next";
import type { Falling } from "#app/sessions/meetings/meeting-queries.server.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";

/** The meetings that fall with a registration, with the field that says they were shown. */
export function FallingMeetings({ falling, zone }: { falling: Falling; zone: string }) {
  const { t } = useTranslation();
  if (falling.count === 0) return null;
  return (
    <div className="mb-3">
      <input type="hidden" name="withMeetings" value="yes" />
      <p>{t("meetings:falling", { count: falling.count })}</p>
      <MeetingLines falling={falling} zone={zone} />
    </div>
  );
}

/** The question whether meetings of people who are taken out, or cannot come, are cancelled. */
export function LosingMeetings(props: {
  falling: Falling;
  zone: string;
  /** Whether it was agreed to in a form that comes back. */
  agreed: boolean;
}) {
  const { t } = useTranslation();
  const { falling, zone, agreed } = props;
  if (falling.count === 0) return null;
  return (
    <div>
      <p>{t("meetings:losing", { count: falling.count })}</p>
      <MeetingLines falling={falling} zone={zone} />
      <label className="inline-flex min-h-10 items-center gap-2">
        <input
          type="checkbox"
          name="withMeetings"
          value="yes"
          defaultChecked={agreed}
          className="size-4 accent-accent"
        />
        {t("meetings:losingAgreed")}
      </label>
    </div>
  );
}

function MeetingLines({ falling, zone }: { falling: Falling; zone: string }) {
  const format = useZoneFormat(zone);
  return (
    <ul className="list-disc pl-5">
      {falling.meetings.map(({ id, startsAt, one, other }) => (
        <li key={id}>
          {format.dateTime(startsAt)} · {one} ↔ {other}
        </li>
      ))}
    </ul>
  );
}
