import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { Section } from "#app/ui/parts.tsx";
import type { DealView } from "#app/deals/record.server.ts";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";

/** The interest the deal came from; while it waits for its answer, the way there. */
export function OriginSection({ deal }: { deal: DealView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { origin } = deal;
  if (!origin) return null;
  const sender = deal.parties.find(({ side }) => side === origin.from)?.name;
  return (
    <Section title={t("deals:section.origin")}>
      <p className="text-sm text-ink-soft">
        {t("deals:origin.by", { name: sender || t("deals:anonymous") })} ·{" "}
        {format.dateTime(origin.createdAt)}
      </p>
      <p className="whitespace-pre-line">{origin.message}</p>
      {origin.declineReason ? (
        <p>
          {t("deals:origin.declined", {
            reason: codeName(t, "declineReasons", origin.declineReason),
          })}
          {origin.declineNote === "" ? null : (
            <span className="block whitespace-pre-line">{origin.declineNote}</span>
          )}
        </p>
      ) : null}
      {deal.stage === "interest" && deal.may.seeInterest ? (
        <LinkButton
          to={`/interests/${origin.interestId}`}
          look={origin.from === deal.side ? "secondary" : "primary"}
        >
          {t("deals:origin.open")}
        </LinkButton>
      ) : null}
    </Section>
  );
}
