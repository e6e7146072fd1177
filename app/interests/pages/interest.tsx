import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { Choices, TextArea } from "#app/ui/fields.tsx";
import { Notice, Section, StateBadge } from "#app/ui/parts.tsx";
import { declineReasons } from "#app/codes/codes.ts";
import { isRefusal } from "#app/kernel/refusals.ts";
import { decideInterest } from "#app/interests/commands.server.ts";
import { viewInterest } from "#app/interests/queries.server.ts";
import { declineSchema } from "#app/interests/schema.ts";
import { answering, signedIn, signedInWithForm } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { codeName, codeOptions } from "#app/i18n/codes.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText } from "#app/i18n/issues.ts";
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

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedInWithForm(context, request, form);
  const interestId = idOfPath(params.interestId);
  const { services } = context;
  const step = String(form.get("step"));
  const t = await getT(request);
  const note = String(form.get("note") ?? "");
  const refuse = (error: string, field: "form" | "reason" = "form") =>
    json({ error, field, note }, { status: 422 });
  try {
    switch (step) {
      case "accept":
      case "withdraw":
        await decideInterest(services, viewer, interestId, step);
        break;
      case "decline": {
        const parsed = declineSchema.safeParse(Object.fromEntries(form));
        if (!parsed.success) return refuse(t("errors:required"), "reason");
        await decideInterest(services, viewer, interestId, step, parsed.data);
        break;
      }
      default:
        throw new Response("", { status: 400 });
    }
  } catch (error) {
    if (isRefusal(error) && ["illegalStep", "notPossible"].includes(error.code))
      return refuse(errorText(t, error.code));
    return answering(Promise.reject(error as Error));
  }
  return redirect(`/interests/${interestId}`);
}

export default function InterestPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { interest } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  useRoom(`interest:${interest.id}`);
  const other = interest.otherName || t("interests:anonymous");
  return (
    <div className="mx-auto max-w-3xl space-y-5">
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
      {refused?.field === "form" ? <Notice tone="danger">{refused.error}</Notice> : null}
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
            <Form method="post">
              <Button name="step" value="accept" pending={busy}>
                {t("interests:accept")}
              </Button>
            </Form>
          ) : null}
          {interest.may.withdraw ? (
            <Form method="post">
              <Button name="step" value="withdraw" look="secondary" pending={busy}>
                {t("interests:withdraw")}
              </Button>
            </Form>
          ) : null}
          {interest.may.decline ? (
            <details open={refused?.field === "reason"}>
              <summary className="inline-flex min-h-10 items-center rounded-md border border-line-strong px-4">
                {t("interests:decline")}
              </summary>
              <Form method="post" className="mt-3 space-y-3">
                <Choices
                  kind="radio"
                  field={{
                    id: "reason",
                    name: "reason",
                    errors: refused?.field === "reason" ? [refused.error] : undefined,
                  }}
                  label={t("interests:declineReason")}
                  hint={t("interests:declineHint")}
                  options={codeOptions(t, "declineReasons", declineReasons)}
                  chosen={[]}
                />
                <TextArea
                  field={{ id: "note", name: "note" }}
                  label={t("interests:declineNote")}
                  needed={false}
                  maxLength={500}
                  defaultValue={refused?.note}
                />
                <Button name="step" value="decline" look="danger" pending={busy}>
                  {t("interests:decline")}
                </Button>
              </Form>
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
