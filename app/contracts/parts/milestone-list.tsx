import { useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { Badge, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { plainYuan, sumOf } from "#app/contracts/amounts.ts";
import type { MilestoneAction } from "#app/contracts/lifecycle.ts";
import type { ContractView, MilestoneLine } from "#app/contracts/queries.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { ContractStateBadge } from "./contract-state.tsx";

/** What is due when, and how far it is; before signing, what the text says of it. */
export function MilestoneList({ view }: { view: ContractView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const planned = view.content.milestones.map((row, index) => ({
    id: row.id ?? String(index),
    title: row.title,
    dueOn: row.dueOn,
    amount: row.amount,
    line: view.milestones.find(({ id }) => id === row.id) ?? null,
  }));
  const sum = sumOf(planned.flatMap(({ amount }) => (amount === null ? [] : [amount])));
  return (
    <Section
      title={t("contracts:section.milestones")}
      aside={
        planned.length > 0 ? (
          <span className="text-ink-soft tabular-nums">
            {t("contracts:milestone.sum", { sum: plainYuan(sum) })}
          </span>
        ) : null
      }
    >
      {planned.length === 0 ? (
        <p className="text-ink-soft">{t("contracts:milestone.none")}</p>
      ) : null}
      <ol className="divide-y divide-line">
        {planned.map(({ id, title, dueOn, amount, line }) => (
          <li key={id} data-testid="milestone" className="space-y-2 py-3 first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
              <span className="font-medium">{title || t("common:notSpecified")}</span>
              <span className="text-ink-soft">
                {dueOn ? format.date(dueOn) : t("common:notSpecified")}
              </span>
              <span className="ml-auto tabular-nums">
                {amount ? plainYuan(amount) : t("common:notSpecified")}
              </span>
            </div>
            {line ? (
              <div className="flex flex-wrap items-center gap-2">
                <ContractStateBadge list="milestoneStates" state={line.state} />
                {line.overdue ? (
                  <Badge tone="danger">{t("contracts:milestone.overdue")}</Badge>
                ) : null}
                {line.rejectReason === "" ? null : <span>{line.rejectReason}</span>}
                <MilestoneSteps line={line} />
              </div>
            ) : null}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function MilestoneSteps({ line }: { line: MilestoneLine }) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const formOf = (action: MilestoneAction) => ({
    step: "milestone",
    row: { milestoneId: line.id, action },
  });
  const rejecting = useGivenForm(formOf("reject"));
  const name = (action: MilestoneAction) => t(`contracts:milestone.action.${action}`);
  const button = (action: MilestoneAction, look: "secondary" | "danger") => (
    <Button
      look={look}
      pending={busy}
      aria-label={t("contracts:milestone.of", { action: name(action), title: line.title })}
    >
      {name(action)}
    </Button>
  );
  return (
    <>
      {line.may
        .filter((action) => action !== "reject")
        .map((action) => (
          <StepForm key={action} {...formOf(action)} version={line.version}>
            {button(action, "secondary")}
          </StepForm>
        ))}
      {line.may.includes("reject") ? (
        <details open={rejecting !== null} className="w-full">
          <summary className="link">{name("reject")}</summary>
          <StepForm
            {...formOf("reject")}
            version={line.version}
            className="mt-2 flex flex-wrap items-end gap-3"
          >
            <div className="min-w-64 grow">
              <TextField
                field={{ id: `reason-${line.id}`, name: "reason" }}
                label={t("contracts:milestone.reason")}
                limit={1000}
              />
            </div>
            {button("reject", "danger")}
          </StepForm>
        </details>
      ) : null}
    </>
  );
}
