import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import {
  calendarKeyOf,
  renewCalendarKey,
  withdrawCalendarKey,
} from "#app/sessions/calendar-key.server.ts";
import { CalendarAddress } from "#app/sessions/parts/calendar-address.tsx";
import { signedIn } from "#app/http/answers.server.ts";
import { noFields, step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const key = await calendarKeyOf(services, viewer);
  const title = (await getT(request))("sessionFiles:calendar.title");
  return { title, address: key === null ? null : `${services.origin}/calendar/${key}.ics` };
}

export const action = takesSteps("signedIn", {
  steps: {
    renew: step({
      fields: noFields,
      run: async (_, { services, viewer, path }) => {
        await renewCalendarKey(services, viewer);
        return `${path}?done=renewed`;
      },
    }),
    withdraw: step({
      fields: noFields,
      run: async (_, { services, viewer, path }) => {
        await withdrawCalendarKey(services, viewer);
        return `${path}?done=withdrawn`;
      },
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function CalendarSettings() {
  const { t } = useTranslation();
  const { title, address } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const done = search.get("done");
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <h1>{title}</h1>
      <p className="text-ink-soft">{t("sessionFiles:calendar.intro")}</p>
      {done === "renewed" || done === "withdrawn" ? (
        <Notice tone="success">{t(`sessionFiles:calendar.${done}`)}</Notice>
      ) : null}
      <Section title={t("sessionFiles:calendar.personal")}>
        {address === null ? (
          <>
            <p>{t("sessionFiles:calendar.none")}</p>
            <StepForm step="renew">
              <Button>{t("sessionFiles:calendar.create")}</Button>
            </StepForm>
          </>
        ) : (
          <>
            <CalendarAddress address={address} />
            <p className="text-sm text-ink-soft">{t("sessionFiles:calendar.secret")}</p>
            <div className="flex flex-wrap items-start gap-2">
              <ConfirmDialog
                key={address}
                look="secondary"
                action={t("sessionFiles:calendar.renew")}
                title={t("sessionFiles:calendar.renewTitle")}
              >
                <StepForm step="renew">
                  <Button look="danger">{t("sessionFiles:calendar.renew")}</Button>
                </StepForm>
              </ConfirmDialog>
              <ConfirmDialog
                action={t("sessionFiles:calendar.withdraw")}
                title={t("sessionFiles:calendar.withdrawTitle")}
              >
                <StepForm step="withdraw">
                  <Button look="danger">{t("sessionFiles:calendar.withdraw")}</Button>
                </StepForm>
              </ConfirmDialog>
            </div>
          </>
        )}
      </Section>
    </div>
  );
}
