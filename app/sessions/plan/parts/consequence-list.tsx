import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import type { Consequences } from "#app/sessions/consequences.ts";
import { useZoneFormat } from "#app/i18n/use-format.ts";

/**
 * What a change would do to meetings and wishes, with the field that says it was
 * shown; it stands inside the form that is sent again to agree.
 */
export function ConsequenceList(props: {
  consequences: Consequences | null | undefined;
  zone: string;
}) {
  const { t } = useTranslation();
  const { consequences, zone } = props;
  const format = useZoneFormat(zone);
  if (!consequences) return null;
  const { moved, cancelled, agreed } = consequences;
  return (
    <Notice tone="warning">
      <input type="hidden" name="agreed" value={agreed} />
      <div role="alert" className="space-y-2" data-testid="consequences">
        <p className="font-semibold">{t("sessions:consequences.title")}</p>
        {(["kept", "shown", "counting", "notCounting"] as const)
          .filter((kind) => consequences[kind] > 0)
          .map((kind) => (
            <p key={kind}>{t(`sessions:consequences.${kind}`, { count: consequences[kind] })}</p>
          ))}
        {moved.length > 0 ? (
          <>
            <p>{t("sessions:consequences.moved", { count: moved.length })}</p>
            <ul className="list-disc pl-5">
              {moved.map((one) => (
                <li key={one.id}>
                  {one.one} ↔ {one.other}: {format.dateTime(one.startsAt)} {one.table} →{" "}
                  {one.toStartsAt === one.startsAt ? "" : `${format.dateTime(one.toStartsAt)} `}
                  {one.toTable}
                </li>
              ))}
            </ul>
          </>
        ) : null}
        {cancelled.length > 0 ? (
          <>
            <p>{t("sessions:consequences.cancelled", { count: cancelled.length })}</p>
            <ul className="list-disc pl-5">
              {cancelled.map((one) => (
                <li key={one.id}>
                  {one.one} ↔ {one.other}: {format.dateTime(one.startsAt)} {one.table}
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
    </Notice>
  );
}
