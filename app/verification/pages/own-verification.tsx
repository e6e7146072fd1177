import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { SelectField, TextArea, TextField } from "#app/ui/fields.tsx";
import { Badge, Facts, Notice, Section } from "#app/ui/parts.tsx";
import { recallVerification, submitVerification } from "#app/verification/commands.server.ts";
import { viewVerification } from "#app/verification/queries.server.ts";
import { submitSchema } from "#app/verification/schema.ts";
import { version } from "#app/kernel/version.ts";
import { codeFacts, stateTone, stepWords } from "#app/verification/parts/verification-words.ts";
import { Scans } from "#app/verification/parts/scans.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { Trail } from "#app/ui/trail.tsx";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { codeName } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { registerCountries } from "#app/codes/codes.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  if (!viewer.active) throw redirect("/organisations/new");
  if (viewer.active.role !== "owner") throw new Response("", { status: 403 });
  const { organisationId } = viewer.active;
  const verification = await answering(viewVerification(context.services, viewer, organisationId));
  return {
    verification,
    title: (await getT(request))("trust:verification.title"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesSteps("writers", {
  words: { conflict: (t) => t("trust:verification.conflict") },
  steps: {
    submit: step({
      fields: submitSchema,
      at: { codeTaken: "code" },
      run: (fields, { services, viewer }) => submitVerification(services, viewer, fields),
    }),
    recall: step({
      fields: z.object({ version }),
      run: (fields, { services, viewer }) => recallVerification(services, viewer, fields.version),
    }),
  },
});

export default function VerifyOrganisation() {
  const { t } = useTranslation();
  const { verification } = useLoaderData<typeof loader>();
  const { state, may } = verification;
  const maySubmit = may.includes("submit") || may.includes("renew");
  const text = {
    none: null,
    submitted: t("trust:verification.submittedText"),
    returned: t("trust:verification.returnedText"),
    verified: t("trust:verification.verifiedText"),
    lapsed: t("trust:verification.lapsedText"),
    revoked: t("trust:verification.revokedText"),
  }[state];
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <LostRefusal />
      <header className="space-y-2">
        <Badge tone={stateTone[state]}>{codeName(t, "verificationStates", state)}</Badge>
        <h1>{t("trust:verification.title")}</h1>
        <p>{verification.organisationName}</p>
        <p className="text-ink-soft">{t("trust:verification.intro")}</p>
      </header>
      {text ? (
        <Notice tone={stateTone[state]}>
          <p>{text}</p>
          {verification.reason === "" ? null : (
            <p className="whitespace-pre-line">
              {t("common:labelled", {
                label: t("trust:verification.reason"),
                text: verification.reason,
              })}
            </p>
          )}
        </Notice>
      ) : null}
      {verification.code === "" ? null : (
        <Section title={t("trust:verification.handedIn")}>
          <Facts facts={codeFacts(t, verification)} />
          {verification.codeCheck === "wrong" ? (
            <Notice tone="warning">{t("trust:verification.codeCheck.wrong")}</Notice>
          ) : null}
          {may.includes("recall") ? (
            <StepForm step="recall" version={verification.version}>
              <Button look="secondary">{t("trust:verification.recall")}</Button>
            </StepForm>
          ) : null}
        </Section>
      )}
      <Scans documents={verification.documents} mayChange={maySubmit} />
      {maySubmit ? <SubmitForm key={verification.version} verification={verification} /> : null}
      {verification.log.length > 0 ? (
        <Section title={t("trust:verification.log")}>
          <Trail lines={stepWords(t, verification.log)} />
        </Section>
      ) : null}
    </div>
  );
}

function SubmitForm(props: {
  verification: ReturnType<typeof useLoaderData<typeof loader>>["verification"];
}) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { verification } = props;
  const given = useGivenForm({ step: "submit" });
  const renews = verification.state === "verified";
  const field = (name: string) => ({ id: name, name });
  const options = registerCountries.map((code) => ({
    value: code,
    label: code === "CN" ? t("trust:verification.china") : codeName(t, "regions", code),
  }));
  const form = (
    <StepForm step="submit" version={verification.version} className="space-y-4">
      {renews ? <p>{t("trust:verification.renewText")}</p> : null}
      <SelectField
        field={field("country")}
        label={t("trust:verification.country")}
        hint={t("trust:verification.countryHint")}
        options={options}
        defaultValue={verification.country}
      />
      <TextField
        field={field("code")}
        label={t("trust:verification.codeOrNumber")}
        hint={t("trust:verification.codeOrNumberHint")}
        defaultValue={verification.code}
        limit={60}
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        field={field("register")}
        label={t("trust:verification.register")}
        hint={t("trust:verification.registerHint")}
        needed={t("trust:verification.registerNeeded")}
        defaultValue={verification.register}
        limit={120}
      />
      <TextArea
        field={field("note")}
        label={t("trust:verification.note")}
        needed={false}
        defaultValue={verification.note}
        limit={1000}
      />
      <Button pending={busy}>
        {verification.state === "none"
          ? t("trust:verification.submit")
          : t("trust:verification.resubmit")}
      </Button>
    </StepForm>
  );
  return renews && !given ? (
    <ConfirmDialog
      action={t("trust:verification.renew")}
      title={t("trust:verification.renew")}
      look="secondary"
    >
      {form}
    </ConfirmDialog>
  ) : (
    <Section title={t("trust:verification.submit")}>{form}</Section>
  );
}
