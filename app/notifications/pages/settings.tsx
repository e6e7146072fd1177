import type { LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useNavigation, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Checkbox, RowSelect, TextField } from "#app/ui/fields.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { changePreferences } from "#app/alerts/preferences.server.ts";
import { mailChoices } from "#app/codes/codes.ts";
import { channelsOf, preferencesSchema, suggestedQuiet } from "#app/notifications/channels.ts";
import { preferencesOf } from "#app/notifications/preferences.server.ts";
import { news } from "#app/server/news.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";

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

export const action = takesSteps("signedIn", {
  steps: {
    save: step({
      fields: preferencesSchema,
      run: async (preferences, { services, viewer }) => {
        await changePreferences(services, viewer, preferences);
        return "/settings/notifications?saved=1";
      },
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function NotificationSettings() {
  const { t } = useTranslation();
  const { channels, quiet, zone, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>()?.refused;
  const [address] = useSearchParams();
  const busy = useNavigation().state !== "idle";
  const field = (name: string) => ({ id: name, name });
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <h1>{title}</h1>
      <p className="text-ink-soft">{t("notifications:settingsIntro")}</p>
      {address.has("saved") && !refused ? (
        <Notice tone="success">{t("notifications:settingsSaved")}</Notice>
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
                <Checkbox
                  field={field(`channels.${group.name}.inProduct`)}
                  label={t("notifications:inProduct")}
                  checked={inProduct}
                  fixed={fixed !== undefined}
                />
                <label className="flex items-center gap-2">
                  <span className="whitespace-nowrap">{t("notifications:byMail")}</span>
                  {fixed?.mail ? (
                    <>
                      <input type="hidden" name={`channels.${group.name}.mail`} value={mail} />
                      {t(`notifications:mailChoices.${mail}`)}
                    </>
                  ) : (
                    <RowSelect
                      field={field(`channels.${group.name}.mail`)}
                      options={mailChoices.map((choice) => ({
                        value: choice,
                        label: t(`notifications:mailChoices.${choice}`),
                      }))}
                      defaultValue={mail}
                      className="control"
                    />
                  )}
                </label>
              </fieldset>
            );
          })}
        </section>
        <Section title={t("notifications:quiet")}>
          <p className="text-sm text-ink-soft">{t("notifications:quietHint")}</p>
          <Checkbox
            field={field("quietOn")}
            label={t("notifications:quietOn")}
            checked={quiet !== null}
          />
          <div className="grid gap-3 sm:grid-cols-3">
            <TextField
              field={field("quietFrom")}
              label={t("notifications:quietFrom")}
              type="time"
              defaultValue={quiet?.from ?? suggestedQuiet.from}
            />
            <TextField
              field={field("quietTo")}
              label={t("notifications:quietTo")}
              type="time"
              defaultValue={quiet?.to ?? suggestedQuiet.to}
            />
            <TextField field={field("zone")} label={t("notifications:zone")} defaultValue={zone} />
          </div>
        </Section>
        <Button pending={busy}>{t("notifications:saveSettings")}</Button>
      </StepForm>
    </div>
  );
}
