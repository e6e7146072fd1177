import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { EmptyState, Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { changeMailSubscription, mailSubscription } from "#app/alerts/unsubscribe.server.ts";
import { isRefusal } from "#app/kernel/refusals.ts";
import { answering } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { noFields, openStep, takesOpenSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { news } from "#app/server/news.ts";

/** What a link in a mail stops; it is known by its token, without signing in. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const subscription = await mailSubscription(context.services, params.token ?? "").catch(
    (error: unknown) => {
      if (isRefusal(error)) return null;
      throw error;
    },
  );
  const title = (await getT(request))("alerts:unsubscribe.title");
  return { subscription, title };
}

const change = (step: "stop" | "resume") =>
  openStep({
    fields: noFields,
    run: async (_, { services, params }) => {
      const token = params.token ?? "";
      await changeMailSubscription(services, token, step);
      return `/unsubscribe/${encodeURIComponent(token)}`;
    },
  });

const takeForm = takesOpenSteps({ steps: { stop: change("stop"), resume: change("resume") } });

/** Also answers the POST of a mail program (RFC 8058), which has no session and follows no page. */
export async function action(args: ActionFunctionArgs) {
  const sent = await formOf(args.request.clone());
  if (sent.get("List-Unsubscribe") !== "One-Click") return takeForm(args);
  const { services } = args.context;
  await answering(changeMailSubscription(services, args.params.token ?? "", "stop"));
  return new Response(null, { status: 204 });
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function Unsubscribe() {
  const { t } = useTranslation();
  const { subscription, title } = useLoaderData<typeof loader>();
  if (subscription === null)
    return <EmptyState isPage title={title} text={t("alerts:unsubscribe.gone")} />;
  const { scope, group, name, stopped } = subscription;
  const groupTitle = (name: string) =>
    news.groups.find((one) => one.name === name)?.title(t) ?? name;
  const question =
    scope === "group" && group
      ? t("alerts:unsubscribe.group", { group: groupTitle(group) })
      : scope === "search"
        ? t("alerts:unsubscribe.search", { name: name ?? "" })
        : t("alerts:unsubscribe.all");
  return (
    <div className="mx-auto max-w-xl space-y-4">
      <h1>{title}</h1>
      <Section title={question}>
        {stopped ? <Notice tone="success">{t("alerts:unsubscribe.stopped")}</Notice> : null}
        <div className="flex flex-wrap gap-3">
          <StepForm step={stopped ? "resume" : "stop"}>
            <Button look={stopped ? "secondary" : "primary"}>
              {t(stopped ? "alerts:unsubscribe.resume" : "alerts:unsubscribe.stop")}
            </Button>
          </StepForm>
          <LinkButton to="/settings/notifications" look="quiet">
            {t("alerts:unsubscribe.settings")}
          </LinkButton>
        </div>
      </Section>
    </div>
  );
}
