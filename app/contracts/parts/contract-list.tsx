import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Badge } from "#app/ui/parts.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { plainYuan } from "#app/contracts/amounts.ts";
import type { ContractLine } from "#app/contracts/queries.server.ts";
import { codeName } from "#app/i18n/codes.ts";
import { ContractStateBadge } from "./contract-state.tsx";

/** Contracts with what decides about them: state, kind, sides, amount. */
export function ContractList(props: {
  lines: ContractLine[];
  /** Shows the viewer's side, or since when it waits. */
  aside: "side" | "submitted";
}) {
  const { t } = useTranslation();
  return (
    <ul className="space-y-2">
      {props.lines.map((line) => (
        <li key={line.id} data-testid="contract" className="card space-y-1">
          <div className="flex flex-wrap items-center gap-2">
            <ContractStateBadge list="contractStates" state={line.state} />
            {line.kind ? <Badge>{codeName(t, "contractKinds", line.kind)}</Badge> : null}
            {props.aside === "side" && line.side ? (
              <Badge>{t(`contracts:list.${line.side}`)}</Badge>
            ) : null}
            <span className="text-sm text-ink-soft">{line.number}</span>
          </div>
          <h2 className="text-base">
            <Link to={`/contracts/${line.id}`} className="text-accent hover:underline">
              {line.title || t("contracts:untitled")}
            </Link>
          </h2>
          <p className="text-sm text-ink-soft">
            {t("contracts:list.between", { buyer: line.buyerName, seller: line.sellerName })}
          </p>
          <p className="flex flex-wrap justify-between gap-x-4 text-sm">
            <span className="tabular-nums">
              {line.amount ? `¥ ${plainYuan(line.amount)}` : t("common:notSpecified")}
            </span>
            <span className="text-ink-soft">
              {props.aside === "submitted" && line.submittedAt ? (
                <>
                  {t("contracts:queue.since")} <RelativeTime at={line.submittedAt} />
                </>
              ) : (
                <RelativeTime at={line.updatedAt} />
              )}
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}
