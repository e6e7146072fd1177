import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSubmit } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { EmptyState, NextPage, Notice } from "#app/ui/parts.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { MatchVerdict } from "#app/codes/codes.ts";
import { answerMatch, withdrawAnswer } from "#app/matching/feedback.server.ts";
import {
  listMatches,
  matchListSchema,
  ownOpenPosts,
  type MatchListQuery,
} from "#app/matching/list.server.ts";
import { feedbackSchema } from "#app/matching/schema.ts";
import { markMatchesSeen, visitMatches } from "#app/matching/visits.server.ts";
import { StandingCard } from "#app/matching/parts/standing-card.tsx";
import { signedIn } from "#app/http/answers.server.ts";
import { noFields, step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { queryOf } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
import { getT } from "#app/i18n/i18n.server.ts";

const pageLength = 20;

/** The page's address for a query, without what is not asked. */
const addressOf = (query: Partial<Record<keyof MatchListQuery, string | undefined>>): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return `/matches?${new URLSearchParams(given).toString()}`;
};

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const query = queryOf(request, matchListSchema);
  const seenUntil = await visitMatches(services, viewer);
  const [{ lines, next }, ownPosts] = await Promise.all([
    listMatches(services, viewer, { ...query, seenUntil, limit: pageLength }),
    ownOpenPosts(services, viewer),
  ]);
  const { after: _after, ...kept } = query;
  return {
    lines,
    next: next === null ? null : addressOf({ ...kept, after: next }),
    query: kept,
    ownPosts,
    organisation: viewer.active,
    title: (await getT(request))("matches:title"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

interface Answered {
  matchId: string;
  /** Null when the answer was taken back. */
  verdict: MatchVerdict | null;
}

const ofMatch = z.object({ matchId: z.uuid() });

export const action = takesSteps<Answered>("signedIn", {
  goTo: ({ path, search }) => path + search,
  steps: {
    seen: step({
      fields: noFields,
      run: (_, { services, viewer }) => markMatchesSeen(services, viewer),
    }),
    withdraw: step<typeof ofMatch, Answered>({
      fields: ofMatch,
      run: async ({ matchId }, { services, viewer }) => {
        await withdrawAnswer(services, viewer, matchId);
        return { shown: { matchId, verdict: null } };
      },
    }),
    answer: step({
      fields: ofMatch.and(feedbackSchema),
      run: async ({ matchId, ...feedback }, { services, viewer }) => {
        await answerMatch(services, viewer, matchId, feedback);
        return { shown: { matchId, verdict: feedback.verdict } };
      },
    }),
  },
});

export default function Matches() {
  const { t } = useTranslation();
  const { lines, next, organisation } = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>()?.shown;
  if (!organisation)
    return (
      <div className="mx-auto max-w-4xl space-y-4">
        <h1>{t("matches:title")}</h1>
        <EmptyState title={t("common:nav.noOrganisation")} text={t("organisations:notMember")}>
          <LinkButton to="/organisations/new">{t("organisations:new")}</LinkButton>
        </EmptyState>
      </div>
    );
  return (
    <div className="mx-auto max-w-4xl space-y-4">
      <LostRefusal />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1>{t("matches:title")}</h1>
        {lines.some(({ fresh }) => fresh) ? (
          <StepForm step="seen" preventScrollReset>
            <Button look="secondary">{t("matches:markSeen")}</Button>
          </StepForm>
        ) : null}
      </div>
      <p className="text-ink-soft">{t("matches:lead", { name: organisation.name })}</p>
      <Views />
      <Filters />
      {answered ? <Done answered={answered} /> : null}
      {lines.length === 0 ? <Nothing mayPost={organisation.role !== "reader"} /> : null}
      <ul className="space-y-3">
        {lines.map((line) => (
          <li key={line.id}>
            <StandingCard line={line} mayAnswer={organisation.role !== "reader"} />
          </li>
        ))}
      </ul>
      <NextPage to={next} />
    </div>
  );
}

/** What is open, and what the organisation has answered. */
function Views() {
  const { t } = useTranslation();
  const { query } = useLoaderData<typeof loader>();
  return (
    <Tabs
      label={t("matches:views")}
      tabs={[
        {
          to: addressOf({ ...query, answered: undefined }),
          label: t("matches:viewOpen"),
          current: !query.answered,
        },
        {
          to: addressOf({ ...query, answered: "1" }),
          label: t("matches:viewAnswered"),
          current: Boolean(query.answered),
        },
      ]}
    />
  );
}

/** Narrows the list; a choice works at once, the button does without JavaScript. */
function Filters() {
  const { t } = useTranslation();
  const { query, ownPosts } = useLoaderData<typeof loader>();
  const submit = useSubmit();
  if (ownPosts.length === 0) return null;
  return (
    <Form
      key={JSON.stringify(query)}
      action="/matches"
      aria-label={t("matches:filters")}
      className="flex flex-wrap items-end gap-3"
      onChange={(event) => submit(event.currentTarget, { preventScrollReset: true })}
    >
      {query.answered ? <input type="hidden" name="answered" value="1" /> : null}
      <div className="min-w-0 grow basis-60 space-y-1">
        <label htmlFor="filter-post" className="block text-sm">
          {t("matches:filter.post")}
        </label>
        <select id="filter-post" name="post" defaultValue={query.post ?? ""} className="control">
          <option value="">{t("matches:filter.all")}</option>
          {ownPosts.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </div>
      <div className="basis-36 space-y-1">
        <label htmlFor="filter-kind" className="block text-sm">
          {t("matches:filter.kind")}
        </label>
        <select id="filter-kind" name="kind" defaultValue={query.kind ?? ""} className="control">
          <option value="">{t("matches:filter.all")}</option>
          {(["need", "result"] as const).map((kind) => (
            <option key={kind} value={kind}>
              {t(`search:kind.${kind}`)}
            </option>
          ))}
        </select>
      </div>
      <label className="inline-flex min-h-10 items-center gap-2">
        <input
          type="checkbox"
          name="fresh"
          value="1"
          defaultChecked={query.fresh === "1"}
          className="size-4 accent-accent"
        />
        {t("matches:filter.fresh")}
      </label>
      <noscript>
        <Button look="secondary">{t("matches:filter.apply")}</Button>
      </noscript>
    </Form>
  );
}

/** Says what an answer did, and takes it back. */
function Done({ answered }: { answered: Answered }) {
  const { t } = useTranslation();
  if (answered.verdict === null) return <Notice>{t("matches:answer.withdrawn")}</Notice>;
  const hides = answered.verdict !== "good";
  return (
    <div className="sticky top-2 z-10">
      <Notice tone="success">
        <StepForm
          step="withdraw"
          row={{ matchId: answered.matchId }}
          preventScrollReset
          className="flex flex-wrap items-center gap-x-3"
        >
          <span>
            {t(hides ? "matches:answer.hidden" : "matches:answer.kept", {
              verdict: codeName(t, "matchVerdicts", answered.verdict),
            })}
          </span>
          <button className="link min-h-10">{t("matches:answer.undo")}</button>
        </StepForm>
      </Notice>
    </div>
  );
}

/** An empty list says why it is empty and what to do about it. */
function Nothing({ mayPost }: { mayPost: boolean }) {
  const { t } = useTranslation();
  const { query, ownPosts } = useLoaderData<typeof loader>();
  if (ownPosts.length === 0)
    return (
      <EmptyState title={t("matches:noPosts")} text={t("matches:noPostsText")}>
        {mayPost ? (
          <div className="flex flex-wrap justify-center gap-2">
            <LinkButton to="/needs/new">{t("posts:newNeed")}</LinkButton>
            <LinkButton to="/results/new" look="secondary">
              {t("posts:newResult")}
            </LinkButton>
          </div>
        ) : null}
      </EmptyState>
    );
  if (query.post ?? query.kind ?? query.fresh)
    return (
      <EmptyState title={t("matches:noneFiltered")}>
        <LinkButton to={addressOf({ answered: query.answered })} look="secondary">
          {t("search:clearFilters")}
        </LinkButton>
      </EmptyState>
    );
  if (query.answered)
    return <EmptyState title={t("matches:noneAnswered")} text={t("matches:noneAnsweredText")} />;
  return (
    <EmptyState title={t("matches:empty")} text={t("matches:emptyText")}>
      <div className="flex flex-wrap justify-center gap-2">
        <LinkButton to="/my-posts">{t("matches:toPosts")}</LinkButton>
        <LinkButton to="/search" look="secondary">
          {t("matches:toSearch")}
        </LinkButton>
      </div>
    </EmptyState>
  );
}
