import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { TextArea } from "#app/ui/fields.tsx";
import { Badge, Facts, Notice, Section } from "#app/ui/parts.tsx";
import { isRefusal } from "#app/kernel/refusals.ts";
import { decideVerification } from "#app/verification/commands.server.ts";
import { viewVerification } from "#app/verification/queries.server.ts";
import { decisionSchema } from "#app/verification/schema.ts";
import { Scans } from "#app/verification/parts/scans.tsx";
import { Trail } from "#app/ui/trail.tsx";
import { codeFacts, stateTone, stepWords } from "#app/verification/parts/verification-words.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText, issueMessage } from "#app/i18n/issues.ts";
import { useFormat } from "#app/i18n/use-format.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const verification = await answering(
    viewVerification(context.services, viewer, idOfPath(params.organisationId)),
  );
  return { verification };
}

export const meta = ({
  data,
}: {
  data: { verification: { organisationName: string } } | undefined;
}) => pageTitle(data?.verification.organisationName);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const form = await formOf(request);
  const t = await getT(request);
  const reason = String(form.get("reason") ?? "");
  const parsed = decisionSchema.safeParse(Object.fromEntries(form));
  if (!parsed.success) {
    const errors = parsed.error.issues.map((issue) => issueMessage(issue, t));
    return json({ reason, errors, failed: null }, { status: 422 });
  }
  try {
    await decideVerification(
      context.services,
      viewer,
      idOfPath(params.organisationId),
      parsed.data,
    );
    return redirect("/admin/verifications?saved=1");
  } catch (error) {
    const told = ["conflict", "illegalStep", "codeTaken"];
    if (!isRefusal(error) || !told.includes(error.code))
      return answering(Promise.reject(error as Error));
    const failed =
      error.code === "codeTaken" ? errorText(t, error.code) : t("trust:verification.conflict");
    return json({ reason, errors: [] as string[], failed }, { status: error.status });
  }
}

export default function DecideVerification() {
  const { t } = useTranslation();
  const format = useFormat();
  const { verification } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { state } = verification;
  const foreign = verification.country !== "CN";
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <p>
        <Link to="/admin/verifications" className="link">
          ← {t("trust:verification.queue")}
        </Link>
      </p>
      <header className="space-y-2">
        <Badge tone={stateTone[state]}>{codeName(t, "verificationStates", state)}</Badge>
        <h1>
          <Link
            to={`/organisations/${verification.organisationId}`}
            className="text-accent hover:underline"
          >
            {verification.organisationName}
          </Link>
        </h1>
        <p className="text-ink-soft">
          {codeName(t, "organisationKinds", verification.organisationKind)}
          {verification.region ? ` · ${codeName(t, "regions", verification.region)}` : ""}
          {verification.decidedAt
            ? ` · ${format.dateTime(verification.decidedAt)} ${verification.decidedBy ?? ""}`
            : ""}
        </p>
      </header>
      {refused?.failed ? <Notice tone="danger">{refused.failed}</Notice> : null}
      {verification.reason === "" ? null : (
        <Notice tone="warning">
          {t("common:labelled", {
            label: t("trust:verification.reason"),
            text: verification.reason,
          })}
        </Notice>
      )}
      {verification.demonstration ? <Notice>{t("trust:verification.demonstration")}</Notice> : null}
      <Section title={t("trust:verification.handedIn")}>
        <Facts facts={codeFacts(t, verification)} />
        {verification.code === "" ? null : (
          <Notice tone={foreign ? "info" : verification.organisationCheck ? "success" : "warning"}>
            {foreign
              ? t("trust:verification.foreignCheck")
              : verification.organisationCheck
                ? t("trust:verification.organisationCheckRight")
                : t("trust:verification.organisationCheck")}
          </Notice>
        )}
      </Section>
      <Scans documents={verification.documents} mayChange={false} />
      <Decision
        key={verification.version}
        verification={verification}
        reason={refused?.reason ?? ""}
        errors={refused?.errors}
      />
      {verification.log.length > 0 ? (
        <Section title={t("trust:verification.log")}>
          <Trail lines={stepWords(t, verification.log)} />
        </Section>
      ) : null}
    </div>
  );
}

function Decision(props: {
  verification: ReturnType<typeof useLoaderData<typeof loader>>["verification"];
  reason: string;
  errors: string[] | undefined;
}) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { may, version } = props.verification;
  const refusing = may.find((one) => one === "return" || one === "revoke");
  if (!refusing) return null;
  return (
    <Section title={t("trust:verification.decision")}>
      {may.includes("verify") ? (
        <Form method="post">
          <input type="hidden" name="version" value={version} />
          <Button name="step" value="verify" pending={busy}>
            {t("trust:verification.verify")}
          </Button>
        </Form>
      ) : null}
      <Form method="post" className="space-y-3">
        <input type="hidden" name="version" value={version} />
        <TextArea
          field={{ id: "reason", name: "reason", errors: props.errors }}
          label={
            refusing === "return"
              ? t("trust:verification.returnReason")
              : t("trust:verification.revokeReason")
          }
          hint={t("trust:verification.reasonHint")}
          maxLength={1000}
          defaultValue={props.reason}
        />
        <Button name="step" value={refusing} look="danger" pending={busy}>
          {t(`trust:verification.${refusing}`)}
        </Button>
      </Form>
    </Section>
  );
}
