import { useTranslation } from "react-i18next";
import { useZoneFormat } from "#app/i18n/use-format.ts";

/** The meetings that fall with a registration, with the field that says they were shown. */
export function FallingMeetings(props: {
  meetings: { id: string; startsAt: string; one: string; other: string }[];
  zone: string;
}) {
  const { t } = useTranslation();
  const format = useZoneFormat(props.zone);
  const { meetings } = props;
  if (meetings.length === 0) return null;
  return (
    <div className="mb-3">
      <input type="hidden" name="withMeetings" value="yes" />
      <p>{t("meetings:falling")}</p>
      <ul className="list-disc pl-5">
        {meetings.map(({ id, startsAt, one, other }) => (
          <li key={id}>
            {format.dateTime(startsAt)} · {one} ↔ {other}
          </li>
        ))}
      </ul>
    </div>
  );
}
