import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { SelectField, TextArea, TextField } from "#app/ui/fields.tsx";
import { Badge, Facts, Notice, Section } from "#app/ui/parts.tsx";
import { isRefusal } from "#app/kernel/refusals.ts";
import { recallVerification, submitVerification } from "#app/verification/commands.server.ts";
import { viewVerification } from "#app/verification/queries.server.ts";
import { registerCountries, submitSchema } from "#app/verification/schema.ts";
import { version } from "#app/kernel/version.ts";
import { codeFacts, stateTone, stepWords } from "#app/verification/parts/verification-words.ts";
import { Scans } from "#app/verification/parts/scans.tsx";
import { Trail } from "#app/ui/trail.tsx";
import { answering, signedIn, signedInWithForm, throughDoor } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { codeName } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText, issueMessage } from "#app/i18n/issues.ts";

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

const recall = z.object({ version });

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedInWithForm(context, request, form);
  throughDoor(viewer, "writers");
  const t = await getT(request);
  const typed = (name: string) => String(form.get(name) ?? "");
  const values = {
    country: typed("country"),
    code: typed("code"),
    register: typed("register"),
    note: typed("note"),
  };
  try {
    if (typed("step") === "recall") {
      const parsed = recall.safeParse(Object.fromEntries(form));
      if (!parsed.success) throw new Response("", { status: 400 });
      await recallVerification(context.services, viewer, parsed.data.version);
    } else {
      const parsed = submitSchema.safeParse(Object.fromEntries(form));
      if (!parsed.success) {
        const errors: Record<string, string[]> = {};
        for (const issue of parsed.error.issues)
          (errors[String(issue.path[0])] ??= []).push(issueMessage(issue, t));
        return json({ values, errors, failed: null }, { status: 422 });
      }
      await submitVerification(context.services, viewer, parsed.data);
    }
    return redirect("/organisation/verification");
  } catch (error) {
    if (!isRefusal(error) || error.code === "forbidden")
      return answering(Promise.reject(error as Error));
    const errors: Record<string, string[]> =
      error.code === "codeTaken" ? { code: [errorText(t, error.code)] } : {};
    const failed =
      error.code === "conflict"
        ? t("trust:verification.conflict")
        : error.code === "codeTaken"
          ? null
          : errorText(t, error.code);
    return json({ values, errors, failed }, { status: error.status });
  }
}

export default function VerifyOrganisation() {
  const { t } = useTranslation();
  const { verification } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
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
      <header className="space-y-2">
        <Badge tone={stateTone[state]}>{codeName(t, "verificationStates", state)}</Badge>
        <h1>{t("trust:verification.title")}</h1>
        <p>{verification.organisationName}</p>
        <p className="text-ink-soft">{t("trust:verification.intro")}</p>
      </header>
      {refused?.failed ? <Notice tone="danger">{refused.failed}</Notice> : null}
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
          {may.includes("recall") ? (
            <Form method="post">
              <input type="hidden" name="version" value={verification.version} />
              <Button name="step" value="recall" look="secondary">
                {t("trust:verification.recall")}
              </Button>
            </Form>
          ) : null}
        </Section>
      )}
      <Scans documents={verification.documents} mayChange={maySubmit} />
      {maySubmit ? (
        <SubmitForm
          key={verification.version}
          verification={verification}
          values={refused?.values}
          errors={refused?.errors ?? {}}
        />
      ) : null}
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
  values: { country: string; code: string; register: string; note: string } | undefined;
  errors: Record<string, string[]>;
}) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { verification, errors } = props;
  const values = props.values ?? verification;
  const renews = verification.state === "verified";
  const field = (name: string) => ({ id: name, name, errors: errors[name] });
  const options = registerCountries.map((code) => ({
    value: code,
    label: code === "CN" ? t("trust:verification.china") : codeName(t, "regions", code),
  }));
  const form = (
    <Form method="post" className="space-y-4">
      <input type="hidden" name="version" value={verification.version} />
      {renews ? <p>{t("trust:verification.renewText")}</p> : null}
      <SelectField
        field={field("country")}
        label={t("trust:verification.country")}
        hint={t("trust:verification.countryHint")}
        options={options}
        defaultValue={values.country}
      />
      <TextField
        field={field("code")}
        label={t("trust:verification.codeOrNumber")}
        hint={t("trust:verification.codeOrNumberHint")}
        defaultValue={values.code}
        maxLength={60}
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        field={field("register")}
        label={t("trust:verification.register")}
        hint={t("trust:verification.registerHint")}
        needed={false}
        defaultValue={values.register}
        maxLength={120}
      />
      <TextArea
        field={field("note")}
        label={t("trust:verification.note")}
        needed={false}
        defaultValue={values.note}
        maxLength={1000}
      />
      <Button name="step" value="submit" pending={busy}>
        {verification.state === "none"
          ? t("trust:verification.submit")
          : t("trust:verification.resubmit")}
      </Button>
    </Form>
  );
  const failed = Object.keys(errors).length > 0;
  return renews && !failed ? (
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
