import { useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton, type ButtonLook } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { TextArea, TextField } from "#app/ui/fields.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { useGivenForm } from "#app/forms/form-identity.ts";
import type { ContractAction } from "#app/contracts/lifecycle.ts";
import type { ContractView } from "#app/contracts/queries.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";

interface StepProps {
  step: string;
  view: Pick<ContractView, "version" | "hash">;
  children?: ReactNode;
}

/** A form of the contract's page: it says what was read, and which step is meant. */
function ContractStep({ step, view, children }: StepProps) {
  return (
    <StepForm step={step} version={view.version} className="space-y-4">
      <input type="hidden" name="hash" value={view.hash ?? ""} />
      {children}
    </StepForm>
  );
}

const shortHash = (hash: string | null): string => hash?.slice(0, 12) ?? "";

/** What the viewer may do with the contract now, the most likely first. */
export function ContractActions({ view }: { view: ContractView }) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const may = (action: ContractAction) => view.may.includes(action);
  const label = (action: ContractAction | "edit") => t(`contracts:action.${action as "edit"}`);
  const plain = (action: ContractAction, look: ButtonLook = "primary") =>
    may(action) ? (
      <ContractStep step={action} view={view}>
        <Button pending={busy} look={look}>
          {label(action)}
        </Button>
      </ContractStep>
    ) : null;
  const asked = (action: "change" | "discard" | "terminate" | "finish", look: ButtonLook) =>
    may(action) ? (
      <ConfirmDialog action={label(action)} title={label(action)} look={look}>
        <ContractStep step={action} view={view}>
          <p>{t(`contracts:confirm.${action}`)}</p>
          <Button look={look === "primary" ? "primary" : "danger"}>{label(action)}</Button>
        </ContractStep>
      </ConfirmDialog>
    ) : null;
  const incomplete = view.checks.some(({ code }) => code === "incomplete");
  return (
    <div className="flex flex-wrap items-start gap-3">
      {may("save") ? (
        <LinkButton to={`/contracts/${view.id}/edit`} look={incomplete ? "primary" : "secondary"}>
          {label("edit")}
        </LinkButton>
      ) : null}
      {incomplete ? null : plain("propose")}
      {may("agree") ? (
        <ConfirmDialog action={label("agree")} title={label("agree")} look="primary">
          <ContractStep step="agree" view={view}>
            <p>{t("contracts:confirm.agree", { hash: shortHash(view.hash) })}</p>
            <Button>{label("agree")}</Button>
          </ContractStep>
        </ConfirmDialog>
      ) : null}
      {plain("submit")}
      {asked("finish", "secondary")}
      {asked("terminate", "danger")}
      {plain("declineTermination", "secondary")}
      {plain("withdrawTermination", "secondary")}
      {view.mayAmend ? (
        <LinkButton to={`/contracts/${view.id}/amend`} look="secondary">
          {t("contracts:action.amend")}
        </LinkButton>
      ) : null}
      {may("askTermination") ? (
        <ReasonDetails
          step="askTermination"
          label={t("contracts:termination.reason")}
          view={view}
        />
      ) : null}
      {asked("change", "secondary")}
      {asked("discard", "danger")}
      <LinkButton to={`/contracts/${view.id}/print`} look="quiet">
        {t("contracts:action.print")}
      </LinkButton>
    </div>
  );
}

/** A step that needs a reason: it folds out, and stays open with what was typed when refused. */
function ReasonDetails(props: {
  step: "askTermination" | "return";
  label: string;
  view: ContractView;
}) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { step, label, view } = props;
  const given = useGivenForm({ step });
  return (
    <details open={given !== null}>
      <summary className="inline-flex min-h-10 items-center rounded-md border border-line-strong px-4">
        {t(`contracts:action.${step}`)}
      </summary>
      <div className="mt-3 min-w-72">
        <ContractStep step={step} view={view}>
          <TextArea field={{ id: `${step}-reason`, name: "reason" }} label={label} limit={1000} />
          <Button look="danger" pending={busy}>
            {t(`contracts:action.${step}`)}
          </Button>
        </ContractStep>
      </div>
    </details>
  );
}

/** Who has signed, and the form to record one's own signature. */
export function Signatures({ view }: { view: ContractView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const busy = useNavigation().state !== "idle";
  if (!["agreed", "half_signed"].includes(view.state) && view.signatures.length === 0) return null;
  const names = [view.content.buyerName, view.content.sellerName];
  const signing = view.may.includes("sign") || view.may.includes("countersign");
  const own = view.side === "buyer" ? view.content.buyerSignatory : view.content.sellerSignatory;
  return (
    <Section title={t("contracts:section.signatures")}>
      <ul className="space-y-1">
        {names.map((name, index) => {
          const done = view.signatures.find((one) => one.name === name);
          return (
            <li key={index}>
              {done
                ? t("contracts:signature.done", { ...done, day: format.date(done.signedOn) })
                : t("contracts:signature.waiting", { name })}
            </li>
          );
        })}
      </ul>
      {signing ? (
        <ContractStep step="sign" view={view}>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              field={{ id: "signedOn", name: "signedOn" }}
              label={t("contracts:signature.day")}
              type="date"
              max={view.today}
              defaultValue={view.today}
            />
            <TextField
              field={{ id: "signatory", name: "signatory" }}
              label={t("contracts:signature.name")}
              limit={200}
              defaultValue={own}
            />
          </div>
          <Button pending={busy}>{t("contracts:signature.send")}</Button>
        </ContractStep>
      ) : null}
    </Section>
  );
}

/** What an organizer enters or returns of a contract handed in, and what the checks say. */
export function Registration({ view }: { view: ContractView }) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  if (!view.may.includes("register")) return null;
  return (
    <Section title={t("contracts:section.registration")}>
      {view.rule ? (
        <p className="text-sm text-ink-soft">
          {t("contracts:queue.rule", {
            source: view.rule.source,
            days: view.rule.decideWithin.days,
            unit: t(`contracts:queue.${view.rule.decideWithin.kind}`),
          })}
        </p>
      ) : null}
      <ContractStep step="register" view={view}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            field={{ id: "registrationNumber", name: "registrationNumber" }}
            label={t("contracts:registration.number")}
            inputMode="numeric"
            autoComplete="off"
          />
          <TextField
            field={{ id: "registeredOn", name: "registeredOn" }}
            label={t("contracts:registration.day")}
            type="date"
            max={view.today}
            defaultValue={view.today}
          />
        </div>
        <Button pending={busy}>{t("contracts:action.register")}</Button>
      </ContractStep>
      <ReasonDetails step="return" label={t("contracts:registration.reason")} view={view} />
    </Section>
  );
}

/** The checks before submission, errors first; each says in words how grave it is. */
export function ContractChecks({ view }: { view: ContractView }) {
  const { t } = useTranslation();
  if (["registered", "performed", "terminated", "discarded"].includes(view.state)) return null;
  return (
    <Section title={t("contracts:section.checks")}>
      {view.checks.length === 0 ? <p>{t("contracts:check.passed")}</p> : null}
      <ul className="space-y-1">
        {view.checks.map(({ code, level }) => (
          <li key={code}>
            <span className={level === "error" ? "font-medium text-bad" : "font-medium text-warn"}>
              {t(`contracts:check.${level}`)}
            </span>{" "}
            {t(`contracts:check.${code}`)}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What the state means, and who is to act. */
export function StateNotice({ view }: { view: ContractView }) {
  const { t } = useTranslation();
  return (
    <>
      <Notice>{t(`contracts:now.${view.state}`, { name: view.proposedByName ?? "" })}</Notice>
      {view.state === "returned" || (view.state === "submitted" && view.returnReason !== "") ? (
        <Notice tone="warning">
          {t("contracts:registration.returned", { reason: view.returnReason })}
        </Notice>
      ) : null}
      {view.termination ? (
        <Notice tone="warning">
          {t("contracts:termination.asked", {
            name: view.termination.byName,
            reason: view.termination.reason,
          })}
        </Notice>
      ) : null}
    </>
  );
}
