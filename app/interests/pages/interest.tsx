import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { Choices, TextArea } from "#app/ui/fields.tsx";
import { Notice, Section, StateBadge } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { declineReasons } from "#app/codes/codes.ts";
import { decideInterest } from "#app/interests/commands.server.ts";
import { viewInterest } from "#app/interests/queries.server.ts";
import { declineSchema } from "#app/interests/schema.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { noFields, step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { codeName, codeOptions } from "#app/i18n/codes.ts";
import { idOfPath } from "#app/http/params.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const interest = await answering(
    viewInterest(context.services, viewer, idOfPath(params.interestId)),
  );
  if (interest.state === "accepted" && interest.dealId) throw redirect(`/deals/${interest.dealId}`);
  return { interest };
}

export const meta = ({ data }: { data: { interest: { postTitle: string } } | undefined }) =>
  pageTitle(data?.interest.postTitle);

const decide = (action: "accept" | "withdraw") =>
  step({
    fields: noFields,
    run: (_, { services, viewer, params }) =>
      decideInterest(services, viewer, idOfPath(params.interestId), action),
  });

export const action = takesSteps("signedIn", {
  steps: {
    accept: decide("accept"),
    withdraw: decide("withdraw"),
    decline: step({
      fields: declineSchema,
      run: (fields, { services, viewer, params }) =>
        decideInterest(services, viewer, idOfPath(params.interestId), "decline", fields),
    }),
  },
});

export default function InterestPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { interest } = useLoaderData<typeof loader>();
  const declining = useGivenForm({ step: "decline" });
  const busy = useNavigation().state !== "idle";
  useRoom(`interest:${interest.id}`);
  const other = interest.otherName || t("interests:anonymous");
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <LostRefusal />
      <header className="space-y-2">
        <StateBadge state={interest.state} label={t(`interests:state.${interest.state}`)} />
        <h1>
          <Link
            to={`/${interest.postKind}s/${interest.postId}`}
            className="text-accent hover:underline"
          >
            {interest.postTitle}
          </Link>
        </h1>
        <p className="text-ink-soft">
          {interest.sent ? t("interests:outgoing") : t("interests:incoming")} ·{" "}
          {interest.otherId ? (
            <Link to={`/organisations/${interest.otherId}`} className="link">
              {other}
            </Link>
          ) : (
            other
          )}{" "}
          · {format.dateTime(interest.createdAt)}
        </p>
      </header>
      <Section title={t("interests:message")}>
        <p className="whitespace-pre-line">{interest.message}</p>
        {interest.ownPost ? (
          <p className="text-sm">
            {t("interests:ownPost")}:{interest.ownPost.title}
          </p>
        ) : null}
        {interest.declineReason ? (
          <Notice tone="warning">
            {t("interests:declineReason")}:{codeName(t, "declineReasons", interest.declineReason)}
            {interest.declineNote === "" ? null : <p>{interest.declineNote}</p>}
          </Notice>
        ) : null}
        <div className="flex flex-wrap items-start gap-3">
          {interest.may.accept ? (
            <StepForm step="accept">
              <Button pending={busy}>{t("interests:accept")}</Button>
            </StepForm>
          ) : null}
          {interest.may.withdraw ? (
            <StepForm step="withdraw">
              <Button look="secondary" pending={busy}>
                {t("interests:withdraw")}
              </Button>
            </StepForm>
          ) : null}
          {interest.may.decline ? (
            <details open={declining !== null}>
              <summary className="inline-flex min-h-10 items-center rounded-md border border-line-strong px-4">
                {t("interests:decline")}
              </summary>
              <StepForm step="decline" className="mt-3 space-y-3">
                <Choices
                  kind="radio"
                  field={{ id: "reason", name: "reason" }}
                  label={t("interests:declineReason")}
                  hint={t("interests:declineHint")}
                  options={codeOptions(t, "declineReasons", declineReasons)}
                  chosen={[]}
                />
                <TextArea
                  field={{ id: "note", name: "note" }}
                  label={t("interests:declineNote")}
                  needed={false}
                  limit={500}
                />
                <Button look="danger" pending={busy}>
                  {t("interests:decline")}
                </Button>
              </StepForm>
            </details>
          ) : null}
        </div>
      </Section>
      {interest.dealId ? (
        <p className="flex flex-wrap items-center gap-3">
          <LinkButton to={`/deals/${interest.dealId}`} look="secondary">
            {t("interests:toDeal")}
          </LinkButton>
          <span className="text-sm text-ink-soft">{t("interests:threadOnDeal")}</span>
        </p>
      ) : null}
    </div>
  );
}
