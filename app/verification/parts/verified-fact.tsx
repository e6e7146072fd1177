import { useTranslation } from "react-i18next";
import { Badge } from "#app/ui/parts.tsx";
import type { VerifiedBy } from "#app/verification/queries.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { countryName } from "./verification-words.ts";

/** When and by what an organisation was verified. */
export function VerifiedFact({ verification }: { verification: VerifiedBy }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { country, code, register, at, demonstration } = verification;
  const name = country === "CN" ? t("trust:verification.code") : register;
  return (
    <span>
      {at
        ? t("trust:verification.by", { date: format.date(at) })
        : t("trust:verification.byUnknown")}{" "}
      {demonstration ? <Badge>{t("trust:verification.demonstrationMark")}</Badge> : null}
      {code === "" ? null : (
        <span className="block text-sm break-all text-ink-soft">
          {country === "CN" ? "" : `${countryName(t, country)} · `}
          {t("common:labelled", { label: name, text: code })}
        </span>
      )}
    </span>
  );
}
