import { parseForm } from "#app/forms/parse-form.ts";
import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useNavigation, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { changePreferences } from "#app/alerts/preferences.server.ts";
import { mailChoices } from "#app/codes/codes.ts";
import { channelsOf, preferencesSchema, suggestedQuiet } from "#app/notifications/channels.ts";
import { preferencesOf } from "#app/notifications/preferences.server.ts";
import { news } from "#app/server/news.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { formatIssues } from "#app/i18n/issues.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { database } = context.services;
  const { channels, quiet, zone } = await preferencesOf(database, viewer.userId);
  const byGroup = Object.fromEntries(
    news.groups.map((group) => [group.name, channelsOf(group, channels.get(group.name))]),
  );
  const title = (await getT(request))("notifications:settings");
  return { channels: byGroup, quiet, zone, title };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  const submission = parseForm(form, {
    schema: preferencesSchema,
    formatError: formatIssues(await getT(request)),
    disableAutoCoercion: true,
  });
  if (submission.status !== "success")
    return json({ errors: submission.error ?? {}, typed: submission.payload }, { status: 422 });
  await changePreferences(context.services, viewer, submission.value);
  return redirect("/settings/notifications?saved=1");
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function NotificationSettings() {
  const { t } = useTranslation();
  const { channels, quiet, zone, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [address] = useSearchParams();
  const busy = useNavigation().state !== "idle";
  const field = (name: string) => ({
    id: name,
    name,
    errors: refused?.errors[name] ?? undefined,
  });
  const typed = (name: string, kept: string) => String(refused?.typed[name] ?? kept);
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <h1>{title}</h1>
      <p className="text-ink-soft">{t("notifications:settingsIntro")}</p>
      {address.has("saved") && !refused ? (
        <Notice tone="success">{t("notifications:settingsSaved")}</Notice>
      ) : null}
      {refused ? (
        <Notice tone="danger">{Object.values(refused.errors).flat().join(" ")}</Notice>
      ) : null}
      <StepForm step="save" className="space-y-5">
        <section className="card divide-y divide-line py-1">
          {news.groups.map((group) => {
            const { mandatory: fixed } = group;
            const { inProduct, mail } = channels[group.name] ?? group.defaults;
            const title = group.title(t);
            return (
              <fieldset
                key={group.name}
                className="grid items-center gap-x-6 gap-y-1 py-3 sm:grid-cols-[1fr_auto_14rem]"
              >
                <legend className="sr-only">{title}</legend>
                <div>
                  <p aria-hidden className="font-medium">
                    {title}
                  </p>
                  {fixed ? (
                    <p className="text-sm text-ink-soft">
                      {t(
                        fixed.mail
                          ? "notifications:mandatoryMail"
                          : "notifications:mandatoryProduct",
                      )}
                    </p>
                  ) : null}
                </div>
                <label className="inline-flex min-h-10 items-center gap-2">
                  <input
                    type="checkbox"
                    name={`channels.${group.name}.inProduct`}
                    value="true"
                    defaultChecked={inProduct}
                    disabled={fixed !== undefined}
                    className="size-4 accent-accent"
                  />
                  {t("notifications:inProduct")}
                </label>
                <label className="flex items-center gap-2">
                  <span className="whitespace-nowrap">{t("notifications:byMail")}</span>
                  {fixed?.mail ? (
                    <>
                      <input type="hidden" name={`channels.${group.name}.mail`} value={mail} />
                      {t(`notifications:mailChoices.${mail}`)}
                    </>
                  ) : (
                    <select
                      name={`channels.${group.name}.mail`}
                      defaultValue={mail}
                      className="control"
                    >
                      {mailChoices.map((choice) => (
                        <option key={choice} value={choice}>
                          {t(`notifications:mailChoices.${choice}`)}
                        </option>
                      ))}
                    </select>
                  )}
                </label>
              </fieldset>
            );
          })}
        </section>
        <Section title={t("notifications:quiet")}>
          <p className="text-sm text-ink-soft">{t("notifications:quietHint")}</p>
          <label className="inline-flex min-h-10 items-center gap-2">
            <input
              type="checkbox"
              name="quietOn"
              value="true"
              defaultChecked={refused ? refused.typed.quietOn === "true" : quiet !== null}
              className="size-4 accent-accent"
            />
            {t("notifications:quietOn")}
          </label>
          <div className="grid gap-3 sm:grid-cols-3">
            <TextField
              field={field("quietFrom")}
              label={t("notifications:quietFrom")}
              type="time"
              defaultValue={typed("quietFrom", quiet?.from ?? suggestedQuiet.from)}
            />
            <TextField
              field={field("quietTo")}
              label={t("notifications:quietTo")}
              type="time"
              defaultValue={typed("quietTo", quiet?.to ?? suggestedQuiet.to)}
            />
            <TextField
              field={field("zone")}
              label={t("notifications:zone")}
              defaultValue={typed("zone", zone)}
            />
          </div>
        </Section>
        <Button pending={busy}>{t("notifications:saveSettings")}</Button>
      </StepForm>
    </div>
  );
}
