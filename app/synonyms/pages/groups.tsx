import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button, buttonClass, LinkButton } from "#app/ui/button.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { EmptyState, NextPage, Notice } from "#app/ui/parts.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { retireBuiltIn } from "#app/synonyms/commands.server.ts";
import { countSynonyms, listSynonyms } from "#app/synonyms/queries.server.ts";
import { listParameters, type ListState } from "#app/synonyms/schema.ts";
import { GroupLine } from "#app/synonyms/parts/group-line.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf, queryOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

const pageSize = 30;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const address = parametersOf(request);
  const asked = queryOf(request, listParameters);
  const { services } = context;
  const [page, counts] = await Promise.all([
    answering(listSynonyms(services, viewer, { ...asked, limit: pageSize })),
    answering(countSynonyms(services, viewer)),
  ]);
  const { q, state } = asked;
  const title = (await getT(request))("synonyms:title");
  return { ...page, counts, q, state, saved: address.get("saved"), title };
}

export const action = takesSteps("organizers", {
  steps: {
    retire: step({
      fields: z.object({ key: z.string().min(1).max(100) }),
      run: async ({ key }, { services, viewer }) => {
        await retireBuiltIn(services, viewer, key);
        return "/admin/synonyms?state=retired&saved=used";
      },
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

const states: ListState[] = ["all", "proposed", "approved", "builtIn", "retired", "rejected"];

export default function Synonyms() {
  const { t } = useTranslation();
  const { lines, next, counts, q, state, saved } = useLoaderData<typeof loader>();
  const address = (changes: Record<string, string>) =>
    `?${new URLSearchParams({ ...(q === "" ? {} : { q }), state, ...changes }).toString()}`;
  const queue = state === "proposed" && q === "";
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h1>{t("synonyms:title")}</h1>
          <p className="text-ink-soft">{t("synonyms:intro")}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <LinkButton to="/admin/synonyms/new">{t("synonyms:add")}</LinkButton>
          <LinkButton to="/admin/synonyms/import" look="secondary">
            {t("synonyms:importLink")}
          </LinkButton>
          <a href="/admin/synonyms/export" download className={buttonClass("secondary")}>
            {t("synonyms:exportLink")}
          </a>
        </div>
      </div>
      <LostRefusal />
      {saved === null ? null : (
        <Notice tone="success">
          {saved === "used" ? t("synonyms:saved") : t("synonyms:savedQuietly")}
        </Notice>
      )}
      {counts.proposed > 0 && state !== "proposed" ? (
        <Notice>
          {t("synonyms:waiting", { count: counts.proposed })}{" "}
          <Link to="?state=proposed" className="link">
            {t("synonyms:review")}
          </Link>
        </Notice>
      ) : null}
      <Form role="search" className="flex max-w-xl gap-2">
        <input type="hidden" name="state" value={state} />
        <input
          key={q}
          type="search"
          name="q"
          defaultValue={q}
          aria-label={t("synonyms:find")}
          placeholder={t("synonyms:find")}
          className="control"
        />
        <Button look="secondary">{t("common:searchBox.submit")}</Button>
      </Form>
      <Tabs
        label={t("synonyms:filter")}
        tabs={states.map((code) => ({
          to: address({ state: code }),
          label: t(`synonyms:state.${code}`),
          count: counts[code],
          current: code === state,
        }))}
      />
      {lines.length === 0 ? (
        <EmptyState
          title={queue ? t("synonyms:emptyQueue") : t("synonyms:empty")}
          text={queue ? t("synonyms:emptyQueueText") : t("synonyms:emptyText")}
        />
      ) : (
        <ul className="card divide-y divide-line py-1">
          {lines.map((line) => (
            <GroupLine key={line.id ?? line.builtIn} line={line} />
          ))}
        </ul>
      )}
      <NextPage to={next === null ? null : address({ after: next })} />
    </div>
  );
}
