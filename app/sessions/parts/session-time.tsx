import { marketZone } from "#app/codes/codes.ts";
import { useTranslation } from "react-i18next";
import { useZoneFormat } from "#app/i18n/use-format.ts";

/** When a session is, in its own zone, which is named where it is not the market's. */
export function SessionTime(props: {
  startsAt: string | null;
  endsAt: string | null;
  zone: string;
}) {
  const { t } = useTranslation();
  const format = useZoneFormat(props.zone);
  const { startsAt, endsAt, zone } = props;
  if (startsAt === null || endsAt === null) return <>{t("sessions:undecided")}</>;
  const sameDay = format.date(startsAt) === format.date(endsAt);
  return (
    <>
      <time dateTime={startsAt}>{format.dateTime(startsAt)}</time>
      {" – "}
      <time dateTime={endsAt}>{sameDay ? format.time(endsAt) : format.dateTime(endsAt)}</time>
      {zone === marketZone ? null : (
        <span className="text-ink-soft"> {t("sessions:zoneNote", { zone })}</span>
      )}
    </>
  );
}
