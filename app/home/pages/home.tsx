import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "#app/ui/button.tsx";
import { Notice, Section } from "#app/ui/parts.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { clusters } from "#app/codes/codes.ts";
import { homeMarket, homeStories } from "#app/home/home.server.ts";
import { listNotifications } from "#app/notifications/centre.server.ts";
import type { SearchLine } from "#app/search/search.server.ts";
import { notificationWords } from "#app/notifications/parts/words.ts";
import { ResultLine } from "#app/search/parts/result-line.tsx";
import { SearchField } from "#app/search/parts/search-field.tsx";
import { StoryCards } from "#app/stories/parts/story-cards.tsx";
import { isSearchUnavailable } from "#app/http/answers.server.ts";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await context.viewer(request);
  const { services } = context;
  const [market, news, stories] = await Promise.all([
    homeMarket(services, viewer).catch((error: unknown) => {
      if (isSearchUnavailable(error)) return null;
      throw error;
    }),
    viewer ? listNotifications(services, viewer, { limit: 5 }) : null,
    homeStories(services, viewer),
  ]);
  return {
    name: viewer?.name ?? null,
    organisation: viewer?.active ?? null,
    news: news?.lines ?? [],
    stories,
    /** Null while the index cannot be reached. */
    market,
  };
}

/** A guest's page depends on nothing but its address and the language. */
export const handle = { sameForGuests: true };

export default function Home() {
  const { t } = useTranslation();
  const { market, ...data } = useLoaderData<typeof loader>();
  useRoom(data.name === null ? null : "stories");
  return (
    <div className="space-y-6">
      {data.name === null ? (
        <Welcome />
      ) : (
        <ForYou name={data.name} organisation={data.organisation} news={data.news} />
      )}
      {market ? null : <Notice tone="danger">{t("search:unavailable")}</Notice>}
      <section aria-labelledby="clusters" className="space-y-3">
        <h2 id="clusters">{t("home:byCluster")}</h2>
        <ul className="grid grid-cols-2 gap-2 lg:grid-cols-4">
          {clusters.map((code) => (
            <li key={code} className="card flex flex-col gap-1 p-3">
              <Link
                to={`/search?cluster=${code}`}
                className="font-medium text-accent hover:underline"
              >
                {codeName(t, "clusters", code)}
              </Link>
              {market ? (
                <span className="text-sm text-ink-soft">
                  {t("home:needsCount", { count: market.needCounts[code] ?? 0 })} ·{" "}
                  {t("home:resultsCount", { count: market.resultCounts[code] ?? 0 })}
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      </section>
      {market ? (
        <div className="grid gap-6 lg:grid-cols-2">
          <Newest title={t("home:newestNeeds")} lines={market.needs} />
          <Newest title={t("home:newestResults")} lines={market.results} />
        </div>
      ) : null}
      {data.stories.length > 0 ? (
        <section aria-labelledby="stories" className="space-y-3">
          <div className="flex flex-wrap items-baseline justify-between gap-2">
            <h2 id="stories">{t("stories:latest")}</h2>
            <Link to="/stories" className="link">
              {t("common:action.viewAll")}
            </Link>
          </div>
          <StoryCards stories={data.stories} />
        </section>
      ) : null}
    </div>
  );
}

function Newest({ title, lines }: { title: string; lines: SearchLine[] }) {
  return (
    <section className="min-w-0 space-y-3">
      <h2>{title}</h2>
      {lines.map((line) => (
        <ResultLine key={line.id} line={line} />
      ))}
    </section>
  );
}

function Welcome() {
  const { t } = useTranslation();
  return (
    <section className="card space-y-4 py-8">
      <h1 className="text-3xl">{t("home:heading")}</h1>
      <p className="max-w-prose text-ink-soft">{t("home:lead")}</p>
      <Form role="search" action="/search" className="flex max-w-2xl gap-2">
        <SearchField id="home-search" />
        <button className="min-h-10 rounded-md bg-accent px-5 font-medium whitespace-nowrap text-on-accent">
          {t("common:searchBox.submit")}
        </button>
      </Form>
    </section>
  );
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function ForYou(props: { name: string; organisation: Data["organisation"]; news: Data["news"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1>{t("home:welcome", { name: props.name })}</h1>
        {props.organisation ? (
          <div className="flex flex-wrap gap-2">
            <LinkButton
              to="/needs/new"
              look={props.organisation.kind === "enterprise" ? "primary" : "secondary"}
            >
              {t("posts:newNeed")}
            </LinkButton>
            <LinkButton
              to="/results/new"
              look={props.organisation.kind === "enterprise" ? "secondary" : "primary"}
            >
              {t("posts:newResult")}
            </LinkButton>
            <LinkButton to="/my-posts" look="quiet">
              {t("home:yourPosts")}
            </LinkButton>
          </div>
        ) : null}
      </div>
      {props.organisation ? null : (
        <Notice>
          {t("home:noOrganisation")}{" "}
          <Link to="/organisations/new" className="link">
            {t("organisations:new")}
          </Link>
        </Notice>
      )}
      <Section
        title={t("home:forYou")}
        aside={
          <Link to="/notifications" className="link">
            {t("common:action.viewAll")}
          </Link>
        }
      >
        {props.news.length === 0 ? <p className="text-ink-soft">{t("home:noNews")}</p> : null}
        <ul className="space-y-2">
          {props.news.map((line) => {
            const words = notificationWords(line, t, format);
            if (!words) return null;
            return (
              <li key={line.id}>
                <Link
                  to={words.href}
                  className={`text-accent hover:underline ${line.readAt === null ? "font-semibold" : ""}`}
                >
                  {words.title}
                </Link>
                <span className="block text-sm text-ink-soft">
                  <RelativeTime at={line.createdAt} />
                  {words.lines.map((text) => ` · ${text}`)}
                </span>
              </li>
            );
          })}
        </ul>
      </Section>
    </div>
  );
}
