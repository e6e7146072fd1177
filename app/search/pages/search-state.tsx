import type { LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Badge, Facts, Notice, Section } from "#app/ui/parts.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { askRebuild } from "#app/search/rebuild.server.ts";
import { searchState } from "#app/search/state.server.ts";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { noFields, step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const state = await answering(searchState(context.services, viewer));
  const asked = parametersOf(request).has("asked");
  return { state, asked, title: (await getT(request))("search:status.title") };
}

export const action = takesSteps("organizers", {
  words: { conflict: (t) => t("search:status.running") },
  steps: {
    rebuild: step({
      fields: noFields,
      run: async (_, { services, viewer }) => {
        await askRebuild(services, viewer);
        return "/admin/search?asked";
      },
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

/** How often a running rebuild is looked at, in milliseconds. */
const lookAgain = 1_500;

export default function SearchStatePage() {
  const { t } = useTranslation();
  const { state, asked } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>()?.refused;
  const { revalidate } = useRevalidator();
  const open = state.rebuilds.some((one) => one.state === "waiting" || one.state === "running");
  useEffect(() => {
    if (!open) return;
    const timer = setInterval(revalidate, lookAgain);
    return () => clearInterval(timer);
  }, [open, revalidate]);

  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <h1>{t("search:status.title")}</h1>
      {asked && open && !refused ? (
        <Notice tone="success">{t("search:status.asked")}</Notice>
      ) : null}
      <Engine />
      <Section title={t("search:status.rebuilds")}>
        <p className="text-ink-soft">{t("search:status.rebuildsText")}</p>
        <StepForm step="rebuild">
          <Button disabled={open}>{t("search:status.rebuild")}</Button>
        </StepForm>
        {state.rebuilds.length === 0 ? <p>{t("search:status.never")}</p> : null}
        <ul className="divide-y divide-line">
          {state.rebuilds.map((one) => (
            <li key={one.id}>
              <Rebuild rebuild={one} />
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Engine() {
  const { t } = useTranslation();
  const format = useFormat();
  const { engine, rows, jobs } = useLoaderData<typeof loader>().state;
  const lag = Math.abs(rows - engine.documents);
  const number = format.number(engine.documents);
  const documents = engine.approximate ? t("search:status.about", { number }) : number;
  return (
    <Section
      title={t("search:status.engine")}
      aside={
        <Badge tone={engine.available ? "success" : "danger"}>
          {engine.available ? t("search:status.available") : t("search:status.away")}
        </Badge>
      }
    >
      {engine.available ? null : (
        <Notice tone="danger">
          <p>{t("search:status.awayText")}</p>
          <p className="text-sm">{engine.detail}</p>
        </Notice>
      )}
      <Facts
        facts={[
          [t("search:status.engine"), t(`search:status.engineName.${engine.engine}`)],
          [t("search:status.version"), engine.version],
          [t("search:status.documents"), engine.available ? documents : null],
          [t("search:status.rows"), format.number(rows)],
          [
            t("search:status.lag"),
            engine.available && !engine.approximate
              ? lag === 0
                ? t("search:status.inStep")
                : t("search:status.behind", { count: lag })
              : null,
          ],
          [t("search:status.jobs"), t("search:status.jobsText", { ...jobs })],
          [
            t("search:status.tasks"),
            engine.tasks ? t("search:status.tasksText", { ...engine.tasks }) : null,
          ],
        ]}
      />
    </Section>
  );
}

const tones = {
  waiting: "info",
  running: "info",
  done: "success",
  failed: "danger",
  interrupted: "warning",
} as const;

function Rebuild({ rebuild }: { rebuild: Data["state"]["rebuilds"][number] }) {
  const { t } = useTranslation();
  const { state, percent, seconds, documents, failure } = rebuild;
  const facts = [
    documents === null ? "" : t("search:status.built", { count: documents }),
    seconds === null || state === "running" ? "" : t("search:status.took", { count: seconds }),
    rebuild.askedBy ?? t("search:status.byNobody"),
  ];
  return (
    <div className="space-y-1 py-2.5">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={tones[state]}>{t(`search:status.state.${state}`)}</Badge>
        <RelativeTime at={rebuild.askedAt} />
        <span className="text-sm text-ink-soft">
          {facts.filter((fact) => fact !== "").join(" · ")}
        </span>
      </p>
      {state === "running" || state === "waiting" ? (
        <p className="flex items-center gap-3">
          <progress
            className="h-3 w-full max-w-md"
            max={100}
            value={percent}
            aria-label={t("search:status.rebuilds")}
          />
          <span className="text-sm whitespace-nowrap">
            {t("search:status.progress", { percent })}
          </span>
        </p>
      ) : null}
      {state === "failed" ? (
        <p className="text-bad">{t("search:status.failure", { reason: failure ?? "" })}</p>
      ) : null}
      {state === "interrupted" ? <p>{t("search:status.interruptedText")}</p> : null}
    </div>
  );
}
