import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData, useNavigation, useSubmit } from "@remix-run/react";
import { useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useDebouncedCallback } from "use-debounce";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/parts.tsx";
import { sortNames } from "#app/search/fields.ts";
import { longestQuery, readSearchParameters, searchAddress } from "#app/search/request.ts";
import { answerSearch } from "#app/search/understood.server.ts";
import { hasFilters, SearchFilters } from "#app/search/parts/filters.tsx";
import { sortLabel } from "#app/search/parts/facet-words.ts";
import { ResultLine } from "#app/search/parts/result-line.tsx";
import { SearchField } from "#app/search/parts/search-field.tsx";
import { SearchNotes } from "#app/search/parts/search-notes.tsx";
import { limited } from "#app/http/limits.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const address = parametersOf(request);
  const parameters = readSearchParameters(address);
  const t = await getT(request);
  const title =
    parameters.q === "" ? t("search:title") : t("search:titleFor", { query: parameters.q });
  const viewer = await context.viewer(request);
  await limited(context, request, viewer, "search");
  const answer = await answerSearch(context.services, viewer, parameters);
  const cut = (address.get("q") ?? "").length > longestQuery;
  return { parameters, title, cut, ...answer };
}

/** A guest's page depends on nothing but its address and the language. */
export const handle = { sameForGuests: true };

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

/** So long after the last key a search begins. */
const typingPause = 180;

export default function SearchPage() {
  const { t } = useTranslation();
  const answer = useLoaderData<typeof loader>();
  const { parameters, result, title } = answer;
  const submit = useSubmit();
  const busy = useNavigation().state !== "idle";
  const form = useRef<HTMLFormElement>(null);
  const sent = useRef(parameters.q);
  const [filtersOpen, setFiltersOpen] = useState(false);

  const send = (replace: boolean) => {
    sendTyped.cancel();
    if (!form.current) return;
    const text = new FormData(form.current).get("q");
    if (typeof text === "string") sent.current = text;
    submit(form.current, { replace, preventScrollReset: true });
  };
  const sendTyped = useDebouncedCallback(() => send(true), typingPause);
  const filterable = hasFilters(result.facets, parameters);
  const filterKey = searchAddress({ ...parameters, q: "", page: 1 });

  return (
    <Form
      ref={form}
      action="/search"
      role="search"
      className="grid gap-6 md:grid-cols-[16rem_1fr]"
      onChange={(event) => {
        const typing = (event.target as HTMLElement).getAttribute("name") === "q";
        // Letters that an input method has yet to turn into characters are not searched for.
        const composing = (event.nativeEvent as InputEvent).isComposing === true;
        if (composing) return;
        if (typing) sendTyped();
        else send(false);
      }}
      onCompositionEnd={() => sendTyped()}
      onSubmit={(event) => {
        event.preventDefault();
        send(false);
      }}
    >
      <div className="space-y-2 md:col-span-2">
        <h1 className="sr-only">{title}</h1>
        <div className="flex gap-2">
          <SearchField id="q" initial={parameters.q} sent={sent} />
          <button className="min-h-10 rounded-md bg-accent px-5 font-medium whitespace-nowrap text-on-accent">
            {t("common:searchBox.submit")}
          </button>
        </div>
      </div>
      <SearchNotes {...answer} />
      {filterable ? (
        <aside aria-label={t("search:filters")} key={filterKey}>
          <Button
            type="button"
            look="secondary"
            className="w-full md:hidden"
            aria-expanded={filtersOpen}
            aria-controls="filters"
            onClick={() => setFiltersOpen(!filtersOpen)}
          >
            {t("search:showFilters")}
          </Button>
          <div id="filters" className={`card max-md:mt-2 ${filtersOpen ? "" : "max-md:hidden"}`}>
            <SearchFilters facets={result.facets} parameters={parameters} />
          </div>
        </aside>
      ) : null}
      <section
        aria-label={title}
        aria-busy={busy}
        className={`min-w-0 space-y-3 ${filterable ? "" : "md:col-span-2"}`}
      >
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p role="status">
            {t(result.approximate ? "search:resultsAbout" : "search:results", {
              count: result.total,
            })}
          </p>
          <Link
            to={`/saved-searches/new${searchAddress({ ...parameters, page: 1 }).replace("/search", "")}`}
            className="link"
          >
            {t("alerts:save")}
          </Link>
          {answer.simple ? null : (
            <label className="flex items-center gap-2">
              <span className="text-sm">{t("search:sort")}</span>
              <select
                key={parameters.sort}
                name="sort"
                defaultValue={parameters.sort}
                className="control w-auto"
              >
                {sortNames.map((sort) => (
                  <option key={sort} value={sort}>
                    {sortLabel(t, sort)}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
        {result.total > 0 && result.lines[0]?.partial ? <p>{t("search:noneHasAll")}</p> : null}
        {result.total === 0 ? (
          <EmptyState title={t("search:empty")} text={t("search:emptyText")}>
            <p>{t("search:emptyAction")}</p>
            <LinkButton to="/needs/new">{t("posts:newNeed")}</LinkButton>
          </EmptyState>
        ) : null}
        <ResultList>
          {result.lines.map((line, index) => (
            <li key={line.id} className="space-y-3">
              {line.partial && !result.lines[index - 1]?.partial ? (
                <p className="border-t border-line pt-3 text-sm text-ink-soft">
                  {t("search:partial")}
                </p>
              ) : null}
              <ResultLine line={line} />
            </li>
          ))}
        </ResultList>
        {result.alike.length > 0 ? (
          <section aria-labelledby="alike" className="space-y-3 border-t border-line pt-3">
            <h2 id="alike">{t("search:alike")}</h2>
            <p className="text-sm text-ink-soft">{t("search:alikeText")}</p>
            <ResultList>
              {result.alike.map((line) => (
                <li key={line.id}>
                  <ResultLine line={line} />
                </li>
              ))}
            </ResultList>
          </section>
        ) : null}
        <Pages
          page={parameters.page}
          pages={result.pages}
          addressOf={(page) => searchAddress({ ...parameters, page })}
        />
        {parameters.q === "" ? null : (
          <p className="text-sm">
            <Link
              className="link"
              to={`/synonyms/propose?word=${encodeURIComponent(parameters.q)}`}
            >
              {t("synonyms:propose.link")}
            </Link>
          </p>
        )}
      </section>
    </Form>
  );
}

/** The rows; the arrow keys go from one to the next. */
function ResultList({ children }: { children: React.ReactNode }) {
  const move = (event: KeyboardEvent<HTMLUListElement>) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("a[data-result]")];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    const next = links[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- moves between the links inside
    <ul className="space-y-3" onKeyDown={move}>
      {children}
    </ul>
  );
}

function Pages(props: { page: number; pages: number; addressOf: (page: number) => string }) {
  const { t } = useTranslation();
  const { page, pages, addressOf } = props;
  if (pages <= 1) return null;
  return (
    <nav
      aria-label={t("common:pagination.label")}
      className="flex items-center justify-between gap-3"
    >
      {page > 1 ? (
        <Link className="link" to={addressOf(page - 1)}>
          ← {t("common:pagination.previous")}
        </Link>
      ) : (
        <span />
      )}
      <span>{t("search:page", { page, pages })}</span>
      {page < pages ? (
        <Link className="link" to={addressOf(page + 1)}>
          {t("common:pagination.next")} →
        </Link>
      ) : (
        <span />
      )}
    </nav>
  );
}
