import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Facts, Notice } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { release, viewHeld } from "#app/restoration/held.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { noFields, step, takesSteps } from "#app/forms/steps.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const held = await answering(viewHeld(context.services, viewer));
  const released = parametersOf(request).has("released");
  return { held, released, title: (await getT(request))("common:restored.title") };
}

export const action = takesSteps("administrators", {
  steps: {
    release: step({
      fields: noFields,
      run: async (_, { services, viewer }) => {
        await release(services, viewer);
        return "/admin/restored?released";
      },
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function Restored() {
  const { t } = useTranslation();
  const { held, released } = useLoaderData<typeof loader>();
  const format = useFormat();
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <h1>{t("common:restored.title")}</h1>
      {held ? (
        <>
          <p className="max-w-prose">{t("common:restored.text")}</p>
          <Facts
            facts={[
              [t("common:restored.takenAt"), format.dateTime(held.takenAt)],
              [t("common:restored.restoredAt"), format.dateTime(held.restoredAt)],
              [t("common:restored.waitingMails"), format.number(held.waitingMails)],
            ]}
          />
          <StepForm step="release">
            <Button>{t("common:restored.release")}</Button>
          </StepForm>
        </>
      ) : (
        <Notice tone={released ? "success" : "info"}>
          {t(released ? "common:restored.released" : "common:restored.none")}
        </Notice>
      )}
    </div>
  );
}
