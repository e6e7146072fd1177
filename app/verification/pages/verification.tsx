import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Button } from "#app/ui/button.tsx";
import { TextArea } from "#app/ui/fields.tsx";
import { Badge, Facts, Notice, Section } from "#app/ui/parts.tsx";
import { decideVerification } from "#app/verification/commands.server.ts";
import { viewVerification } from "#app/verification/queries.server.ts";
import { decisionSchema } from "#app/verification/schema.ts";
import { Scans } from "#app/verification/parts/scans.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { Trail } from "#app/ui/trail.tsx";
import {
  codeFacts,
  toneOfCheck,
  stateTone,
  stepWords,
} from "#app/verification/parts/verification-words.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
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

const decide = step({
  fields: decisionSchema,
  run: async (decision, { services, viewer, params }) => {
    await decideVerification(services, viewer, idOfPath(params.organisationId), decision);
    return "/admin/verifications?saved=1";
  },
});

export const action = takesSteps("organizers", {
  words: {
    conflict: (t) => t("trust:verification.conflict"),
    illegalStep: (t) => t("trust:verification.conflict"),
  },
  steps: { verify: decide, return: decide, revoke: decide },
});

export default function DecideVerification() {
  const { t } = useTranslation();
  const format = useFormat();
  const { verification } = useLoaderData<typeof loader>();
  const { state } = verification;
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <LostRefusal />
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
          <Notice tone={toneOfCheck[verification.codeCheck]}>
            {t(`trust:verification.codeCheck.${verification.codeCheck}`)}
          </Notice>
        )}
      </Section>
      <Scans documents={verification.documents} mayChange={false} />
      <Decision key={verification.version} verification={verification} />
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
}) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { may, version } = props.verification;
  const refusing = may.find((one) => one === "return" || one === "revoke");
  if (!refusing) return null;
  return (
    <Section title={t("trust:verification.decision")}>
      {may.includes("verify") ? (
        <StepForm step="verify" version={version}>
          <Button pending={busy}>{t("trust:verification.verify")}</Button>
        </StepForm>
      ) : null}
      <StepForm step={refusing} version={version} className="space-y-3">
        <TextArea
          field={{ id: "reason", name: "reason" }}
          label={
            refusing === "return"
              ? t("trust:verification.returnReason")
              : t("trust:verification.revokeReason")
          }
          hint={t("trust:verification.reasonHint")}
          limit={1000}
        />
        <Button look="danger" pending={busy}>
          {t(`trust:verification.${refusing}`)}
        </Button>
      </StepForm>
    </Section>
  );
}
