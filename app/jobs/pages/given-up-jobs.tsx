import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Button } from "#app/ui/button.tsx";
import { EmptyState, NextPage, Notice, Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { moment } from "#app/kernel/days.ts";
import { jobKey, listGivenUp, retryJob } from "#app/jobs/given-up.server.ts";
import { listRefused } from "#app/mail/refused.server.ts";
import { GivenUpList } from "#app/jobs/parts/given-up-list.tsx";
import { RefusedList } from "#app/jobs/parts/refused-list.tsx";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { queryOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { noFields, step, takesSteps } from "#app/forms/steps.server.ts";

const asking = z.object({
  before: z
    .string()
    .regex(/^[\d :.+-]+_[0-9a-f-]{36}$/)
    .optional()
    .catch(undefined),
  refusedBefore: moment.optional().catch(undefined),
  again: z.coerce.number().int().nonnegative().optional().catch(undefined),
});

const linesAtOnce = 30;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const asked = queryOf(request, asking);
  const { services } = context;
  const givenUp = await answering(
    listGivenUp(services, viewer, { before: asked.before, limit: linesAtOnce }),
  );
  const before = asked.refusedBefore ? new Date(asked.refusedBefore) : undefined;
  const refused = await listRefused(services, { before, limit: linesAtOnce + 1 });
  return {
    givenUp,
    refused: refused.slice(0, linesAtOnce),
    moreRefused: refused.length > linesAtOnce,
    again: asked.again ?? null,
    title: (await getT(request))("jobs:title"),
  };
}

const again = (tried: number) => `/admin/jobs?again=${tried}`;

export const action = takesSteps("administrators", {
  steps: {
    job: step({
      fields: jobKey,
      run: async (job, { services, viewer }) => again(await retryJob(services, viewer, job)),
    }),
    all: step({
      fields: noFields,
      run: async (_, { services, viewer }) => again(await retryJob(services, viewer, "all")),
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function Jobs() {
  const { t } = useTranslation();
  const { givenUp, refused, moreRefused, again, title } = useLoaderData<typeof loader>();
  const busy = useNavigation().state !== "idle";
  const lastRefused = refused.at(-1)?.refusedAt;
  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <LostRefusal />
      <h1>{title}</h1>
      <p className="text-ink-soft">{t("jobs:about")}</p>
      {again === null ? null : (
        <Notice tone="success">{t("jobs:startedAgain", { count: again })}</Notice>
      )}
      {givenUp.lines.length === 0 ? (
        <EmptyState title={t("jobs:empty")} text={t("jobs:emptyText")} />
      ) : (
        <Section title={t("jobs:givenUp", { count: givenUp.total })}>
          <StepForm step="all">
            <Button look="secondary" pending={busy}>
              {t("jobs:againAll", { count: givenUp.total })}
            </Button>
          </StepForm>
          <GivenUpList lines={givenUp.lines} busy={busy} />
          <NextPage
            to={givenUp.next && `?${new URLSearchParams({ before: givenUp.next }).toString()}`}
          />
        </Section>
      )}
      {refused.length === 0 ? null : (
        <Section title={t("jobs:refused")}>
          <p className="text-ink-soft">{t("jobs:refusedAbout")}</p>
          <RefusedList lines={refused} />
          <NextPage
            to={
              moreRefused && lastRefused
                ? `?${new URLSearchParams({ refusedBefore: lastRefused }).toString()}`
                : null
            }
          />
        </Section>
      )}
    </div>
  );
}
