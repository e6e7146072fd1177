import { parseForm } from "#app/forms/parse-form.ts";
import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import {
  Form,
  useActionData,
  useLoaderData,
  useNavigation,
  useSearchParams,
} from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { mandatory, preferencesSchema, suggestedQuiet } from "#app/notifications/channels.ts";
import { changePreferences, preferencesOf } from "#app/notifications/preferences.server.ts";
import { signedIn, signedInWithForm } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { formatIssues } from "#app/i18n/issues.ts";
import { mailChoices, notificationGroups } from "#app/codes/codes.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const preferences = await preferencesOf(context.services.database, viewer.userId);
  const title = (await getT(request))("alerts:settings");
  return { preferences, title };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedInWithForm(context, request, form);
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
  const { preferences, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [address] = useSearchParams();
  const busy = useNavigation().state !== "idle";
  const { channels, quiet, zone } = preferences;
  const field = (name: string) => ({
    id: name,
    name,
    errors: refused?.errors[name] ?? undefined,
  });
  const typed = (name: string, kept: string) => String(refused?.typed[name] ?? kept);
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <h1>{title}</h1>
      <p className="text-ink-soft">{t("alerts:settingsIntro")}</p>
      {address.has("saved") && !refused ? (
        <Notice tone="success">{t("alerts:settingsSaved")}</Notice>
      ) : null}
      {refused ? (
        <Notice tone="danger">{Object.values(refused.errors).flat().join(" ")}</Notice>
      ) : null}
      <Form method="post" className="space-y-5">
        <section className="card divide-y divide-line py-1">
          {notificationGroups.map((group) => {
            const fixed = mandatory[group];
            const name = t(`alerts:groups.${group}`);
            return (
              <fieldset
                key={group}
                className="grid items-center gap-x-6 gap-y-1 py-3 sm:grid-cols-[1fr_auto_14rem]"
              >
                <legend className="sr-only">{name}</legend>
                <div>
                  <p aria-hidden className="font-medium">
                    {name}
                  </p>
                  {fixed ? (
                    <p className="text-sm text-ink-soft">
                      {t(fixed.mail ? "alerts:mandatoryMail" : "alerts:mandatoryProduct")}
                    </p>
                  ) : null}
                </div>
                <label className="inline-flex min-h-10 items-center gap-2">
                  <input
                    type="checkbox"
                    name={`channels.${group}.inProduct`}
                    value="true"
                    defaultChecked={channels[group].inProduct}
                    disabled={fixed !== undefined}
                    className="size-4 accent-accent"
                  />
                  {t("alerts:inProduct")}
                </label>
                <label className="flex items-center gap-2">
                  <span className="whitespace-nowrap">{t("alerts:mail")}</span>
                  {fixed?.mail ? (
                    <>
                      <input
                        type="hidden"
                        name={`channels.${group}.mail`}
                        value={channels[group].mail}
                      />
                      {t(`alerts:mailChoices.${channels[group].mail}`)}
                    </>
                  ) : (
                    <select
                      name={`channels.${group}.mail`}
                      defaultValue={channels[group].mail}
                      className="control"
                    >
                      {mailChoices.map((choice) => (
                        <option key={choice} value={choice}>
                          {t(`alerts:mailChoices.${choice}`)}
                        </option>
                      ))}
                    </select>
                  )}
                </label>
              </fieldset>
            );
          })}
        </section>
        <Section title={t("alerts:quiet")}>
          <p className="text-sm text-ink-soft">{t("alerts:quietHint")}</p>
          <label className="inline-flex min-h-10 items-center gap-2">
            <input
              type="checkbox"
              name="quietOn"
              value="true"
              defaultChecked={refused ? refused.typed.quietOn === "true" : quiet !== null}
              className="size-4 accent-accent"
            />
            {t("alerts:quietOn")}
          </label>
          <div className="grid gap-3 sm:grid-cols-3">
            <TextField
              field={field("quietFrom")}
              label={t("alerts:quietFrom")}
              type="time"
              defaultValue={typed("quietFrom", quiet?.from ?? suggestedQuiet.from)}
            />
            <TextField
              field={field("quietTo")}
              label={t("alerts:quietTo")}
              type="time"
              defaultValue={typed("quietTo", quiet?.to ?? suggestedQuiet.to)}
            />
            <TextField
              field={field("zone")}
              label={t("alerts:zone")}
              defaultValue={typed("zone", zone)}
            />
          </div>
        </Section>
        <Button pending={busy}>{t("alerts:saveSettings")}</Button>
      </Form>
    </div>
  );
}
