import { redirect, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Button } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/parts.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { listBlocks, unblockOrganisation } from "#app/blocks/blocks.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { z } from "zod";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  if (!viewer.active) throw redirect("/organisations/new");
  const lines = await listBlocks(context.services, viewer);
  const title = (await getT(request))("trust:block.title");
  return { lines, mayChange: viewer.active.role !== "reader", title };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesSteps("signedIn", {
  steps: {
    unblock: step({
      fields: z.object({ blockedId: z.uuid() }),
      run: ({ blockedId }, { services, viewer }) =>
        unblockOrganisation(services, viewer, blockedId),
    }),
  },
});

export default function Blocked() {
  const { t } = useTranslation();
  const { lines, mayChange } = useLoaderData<typeof loader>();
  const busy = useNavigation().state !== "idle";
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <LostRefusal />
      <h1>{t("trust:block.title")}</h1>
      <p className="text-ink-soft">{t("trust:block.intro")}</p>
      {lines.length === 0 ? (
        <EmptyState title={t("trust:block.empty")} text={t("trust:block.emptyText")} />
      ) : (
        <ul className="card divide-y divide-line py-1">
          {lines.map(({ organisationId, name, note, at }) => (
            <li
              key={organisationId}
              className="flex flex-wrap items-center justify-between gap-3 py-3"
            >
              <span>
                <Link to={`/organisations/${organisationId}`} className="link">
                  {name}
                </Link>
                <span className="block text-sm text-ink-soft">
                  <RelativeTime at={at} words={(time) => t("trust:block.since", { time })} />
                  {note === "" ? "" : ` · ${note}`}
                </span>
              </span>
              {mayChange ? (
                <StepForm step="unblock" row={{ blockedId: organisationId }}>
                  <Button
                    look="secondary"
                    pending={busy}
                    aria-label={t("trust:block.unblockOf", { name })}
                  >
                    {t("trust:block.unblock")}
                  </Button>
                </StepForm>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
