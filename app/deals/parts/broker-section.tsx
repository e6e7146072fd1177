import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { FoundPerson } from "#app/deals/brokers.server.ts";
import type { BrokerStep } from "#app/deals/brokers.ts";
import type { DealBrokerView, DealView } from "#app/deals/record.server.ts";
import { sideName } from "./words.ts";

/** Who accompanies the deal, and how a person comes to do so. */
export function BrokerSection(props: {
  deal: DealView;
  /** What was looked for, and who was found; null when nobody was. */
  search: { asked: string; people: FoundPerson[] } | null;
}) {
  const { t } = useTranslation();
  const { deal, search } = props;
  const { broker } = deal;
  return (
    <div id="broker">
      <Section title={t("deals:section.broker")}>
        {broker ? (
          <BrokerLine broker={broker} deal={deal} />
        ) : (
          <p className="text-ink-soft">{t("deals:broker.none")}</p>
        )}
        {deal.may.proposeBroker ? <BrokerSearch search={search} /> : null}
      </Section>
    </div>
  );
}

function BrokerLine({ broker, deal }: { broker: DealBrokerView; deal: DealView }) {
  const { t } = useTranslation();
  return (
    <div className="space-y-2">
      <p className="font-medium">{broker.name}</p>
      <p className="text-sm text-ink-soft">
        {t(`deals:broker.state.${broker.state}`, {
          side: sideName(t, broker.proposedBy, deal.side),
        })}
      </p>
      <div className="flex flex-wrap gap-2">
        {broker.steps.map((step) =>
          step === "remove" ? (
            <ConfirmDialog
              key={step}
              action={t("deals:broker.step.remove")}
              title={t("deals:broker.step.remove")}
            >
              <p>{t("deals:broker.removeText", { name: broker.name })}</p>
              <BrokerStepForm brokerId={broker.id} step={step} look="danger" />
            </ConfirmDialog>
          ) : (
            <BrokerStepForm
              key={step}
              brokerId={broker.id}
              step={step}
              look={step === "agree" || step === "accept" ? "primary" : "secondary"}
            />
          ),
        )}
      </div>
    </div>
  );
}

function BrokerStepForm(props: {
  brokerId: string;
  step: BrokerStep;
  look: "primary" | "secondary" | "danger";
}) {
  const { t } = useTranslation();
  return (
    <StepForm step="broker" row={{ brokerId: props.brokerId }} preventScrollReset>
      <Button name="brokerStep" value={props.step} look={props.look}>
        {t(`deals:broker.step.${props.step}`)}
      </Button>
    </StepForm>
  );
}

function BrokerSearch({ search }: { search: { asked: string; people: FoundPerson[] } | null }) {
  const { t } = useTranslation();
  return (
    <>
      <Form className="space-y-2" preventScrollReset>
        <TextField
          field={{ id: "broker-search", name: "person" }}
          label={t("deals:broker.find")}
          hint={t("deals:broker.findHint")}
          defaultValue={search?.asked}
          minLength={2}
          limit={200}
          required
        />
        <Button look="secondary">{t("deals:broker.search")}</Button>
      </Form>
      {search?.people.length === 0 ? <p role="status">{t("deals:broker.noOne")}</p> : null}
      <ul className="space-y-2">
        {search?.people.map((person) => (
          <li key={person.id} className="flex flex-wrap items-center justify-between gap-2">
            <span>
              {person.name}
              <span className="block text-sm text-ink-soft">{person.organisationName}</span>
            </span>
            <StepForm step="propose" row={{ personId: person.id }} preventScrollReset>
              <Button look="secondary">{t("deals:broker.propose", { name: person.name })}</Button>
            </StepForm>
          </li>
        ))}
      </ul>
    </>
  );
}
