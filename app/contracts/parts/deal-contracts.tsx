import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { Section } from "#app/ui/parts.tsx";
import type { ContractLine } from "#app/contracts/queries.server.ts";
import { ContractStateBadge } from "./contract-state.tsx";

/** The contracts of a deal, as `contractsOfDeal` answers them, for the deal's page. */
export function DealContracts(props: {
  dealId: string;
  lines: Pick<ContractLine, "id" | "title" | "number" | "state">[];
  mayBegin: boolean;
}) {
  const { t } = useTranslation();
  const { dealId, lines, mayBegin } = props;
  if (lines.length === 0 && !mayBegin) return null;
  return (
    <Section title={t("contracts:title")}>
      <ul className="space-y-2">
        {lines.map((line) => (
          <li key={line.id} className="flex flex-wrap items-center gap-2">
            <ContractStateBadge list="contractStates" state={line.state} />
            <Link to={`/contracts/${line.id}`} className="link">
              {line.title || t("contracts:untitled")}
            </Link>
            <span className="text-sm text-ink-soft">{line.number}</span>
          </li>
        ))}
      </ul>
      {mayBegin ? (
        <div className="space-y-2">
          <p className="text-sm text-ink-soft">{t("contracts:newText")}</p>
          <LinkButton to={`/deals/${dealId}/contract/new`}>{t("contracts:new")}</LinkButton>
        </div>
      ) : null}
    </Section>
  );
}
