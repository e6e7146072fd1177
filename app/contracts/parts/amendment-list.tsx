import { useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { ContractView } from "#app/contracts/queries.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { ContractStateBadge } from "./contract-state.tsx";
import { DifferenceTable } from "./difference-table.tsx";

/** The numbered changes of a signed contract, the newest first, each with what it changes. */
export function AmendmentList({ view }: { view: ContractView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const busy = useNavigation().state !== "idle";
  if (view.amendments.length === 0) return null;
  return (
    <Section title={t("contracts:section.amendments")}>
      <ul className="space-y-5">
        {view.amendments.map((one) => (
          <li key={one.number} data-testid="amendment" className="space-y-2">
            <div className="flex flex-wrap items-center gap-3">
              <h3>{t("contracts:amendment.heading", { number: one.number })}</h3>
              <ContractStateBadge list="amendmentStates" state={one.state} />
              <span className="text-sm text-ink-soft">
                {t("contracts:amendment.by", { name: one.byName })} · {format.date(one.createdAt)}
              </span>
            </div>
            <p className="whitespace-pre-line">{one.reason}</p>
            <DifferenceTable differences={one.differences} />
            {one.may.length > 0 ? (
              <StepForm
                step="amendment"
                row={{ number: String(one.number), hash: one.hash }}
                className="flex flex-wrap gap-3"
              >
                {one.may.map((action) => (
                  <Button
                    key={action}
                    name="action"
                    value={action}
                    look={action === "agree" ? "primary" : "secondary"}
                    pending={busy}
                  >
                    {t(`contracts:amendment.${action}`)}
                  </Button>
                ))}
              </StepForm>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
