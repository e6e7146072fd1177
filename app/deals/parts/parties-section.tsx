import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Section } from "#app/ui/parts.tsx";
import type { DealView } from "#app/deals/record.server.ts";
import { sideName } from "./words.ts";

/** The two sides and their posts. */
export function PartiesSection({ deal }: { deal: DealView }) {
  const { t } = useTranslation();
  return (
    <Section title={t("deals:section.parties")}>
      <dl className="space-y-3">
        {deal.parties.map((party) => (
          <div key={party.side}>
            <dt className="text-sm text-ink-soft">{sideName(t, party.side, deal.side)}</dt>
            <dd className="space-y-1">
              <p className="font-medium">
                {party.organisationId ? (
                  <Link to={`/organisations/${party.organisationId}`} className="link">
                    {party.name}
                  </Link>
                ) : (
                  t("deals:anonymous")
                )}
              </p>
              <p className="text-sm">
                <span className="text-ink-soft">
                  {t(party.side === "demand" ? "deals:postOf.need" : "deals:postOf.result")} ·{" "}
                </span>
                {party.post ? (
                  <Link to={`/${party.post.kind}s/${party.post.id}`} className="link">
                    {party.post.title}
                  </Link>
                ) : (
                  <span className="text-ink-soft">{t("deals:noPost")}</span>
                )}
              </p>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
