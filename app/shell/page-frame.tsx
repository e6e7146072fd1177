import { Form, Link, NavLink, useLocation, useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { forgetSearches } from "#app/search/parts/recent.ts";
import { forgetKept } from "#app/sessions/day/parts/keep-offline.tsx";
import { SearchField } from "#app/search/parts/search-field.tsx";
import type { MaybeViewer, Viewer } from "#app/kernel/viewer.ts";
import { languageNames, languages } from "#app/i18n/languages.ts";

interface FrameProps {
  viewer: MaybeViewer;
  unread: number;
  showMailBox: boolean;
  children: ReactNode;
}

/** What stands around every page: search, navigation, account, language. */
export function PageFrame({ viewer, unread, showMailBox, children }: FrameProps) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  return (
    <div className="flex min-h-screen flex-col">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:bg-surface focus:p-2"
      >
        {t("common:skipToContent")}
      </a>
      <div
        role="progressbar"
        aria-label={t("common:loading")}
        hidden={!busy}
        className="fixed inset-x-0 top-0 z-50 h-1 animate-pulse bg-accent"
      />
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
          <Link
            to="/"
            className="text-lg font-bold text-ink no-underline"
            aria-label={t("common:appName")}
          >
            对接 <span className="text-accent">Duijie</span>
          </Link>
          <SearchBox isGuest={viewer === null} />
          <Navigation viewer={viewer} unread={unread} />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-7xl grow px-4 py-6">
        {children}
      </main>
      <footer
        aria-label={t("common:footer.label")}
        className="border-t border-line bg-surface text-sm text-ink-soft"
      >
        <div className="mx-auto flex max-w-7xl flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-4">
          <p className="max-w-prose">{t("common:footer.about")}</p>
          <Link to="/challenges" className="link md:hidden">
            {t("challenges:title")}
          </Link>
          {showMailBox ? (
            <Link to="/dev/mail" className="link">
              {t("common:nav.mailBox")}
            </Link>
          ) : null}
        </div>
      </footer>
    </div>
  );
}

/** Left out where the page has a search box of its own. */
function SearchBox({ isGuest }: { isGuest: boolean }) {
  const { t } = useTranslation();
  const location = useLocation();
  if (location.pathname === "/search" || (isGuest && location.pathname === "/"))
    return <div className="grow" />;
  return (
    <Form
      role="search"
      action="/search"
      className="order-last flex w-full grow sm:order-none sm:w-auto sm:max-w-md"
    >
      <SearchField id="header-search" className="rounded-r-none" />
      <button className="rounded-r-md border border-l-0 border-line-strong bg-sunken px-3 whitespace-nowrap">
        {t("common:searchBox.submit")}
      </button>
    </Form>
  );
}

const linkLook =
  "inline-flex min-h-10 items-center rounded px-2 text-ink no-underline hover:bg-sunken aria-[current=page]:font-semibold aria-[current=page]:text-accent";

function Navigation({ viewer, unread }: { viewer: MaybeViewer; unread: number }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t("common:nav.label")} className="ml-auto flex flex-wrap items-center gap-1">
      <Link to="/search?kind=need" className={`${linkLook} max-md:hidden`}>
        {t("common:nav.needs")}
      </Link>
      <Link to="/search?kind=result" className={`${linkLook} max-md:hidden`}>
        {t("common:nav.results")}
      </Link>
      <NavLink to="/sessions" className={`${linkLook} max-md:hidden`}>
        {t("sessions:title")}
      </NavLink>
      <Link to="/challenges" className={`${linkLook} max-md:hidden`}>
        {t("challenges:title")}
      </Link>
      {viewer ? (
        <>
          <NavLink
            to="/notifications"
            className={linkLook}
            aria-label={
              unread > 0 ? t("common:nav.unread", { count: unread }) : t("common:nav.notifications")
            }
          >
            {t("common:nav.notifications")}
            {unread > 0 ? (
              <span
                data-testid="unread"
                className="ml-1 rounded-full bg-bad px-1.5 text-xs leading-5 text-surface"
              >
                {unread > 99 ? "99+" : unread}
              </span>
            ) : null}
          </NavLink>
          <AccountMenu viewer={viewer} />
        </>
      ) : (
        <>
          <NavLink to="/sign-in" className={linkLook}>
            {t("common:nav.signIn")}
          </NavLink>
          <NavLink to="/sign-up" className={linkLook}>
            {t("common:nav.signUp")}
          </NavLink>
        </>
      )}
      {viewer ? null : <LanguageSwitch />}
    </nav>
  );
}

function AccountMenu({ viewer }: { viewer: Viewer }) {
  const { t } = useTranslation();
  const location = useLocation();
  const { active, memberships, platformRole } = viewer;
  const links: [to: string, label: string][] = [
    ["/my-posts", t("common:nav.myPosts")],
    ["/matches", t("common:nav.matches")],
    ["/interests", t("common:nav.interests")],
    ["/sessions", t("sessions:title")],
    ["/challenges", t("challenges:title")],
    ["/my-proposals", t("challenges:proposal.mine")],
    ["/my-reviews", t("challenges:review.tasks")],
    ["/deals", t("common:nav.deals")],
    ["/contracts", t("contracts:title")],
    ["/saved-searches", t("alerts:title")],
    ["/settings/notifications", t("notifications:settings")],
    ["/settings/calendar", t("sessionFiles:calendar.title")],
    ["/stories", t("stories:title")],
    ["/reports", t("trust:report.own")],
    ...(platformRole === "member"
      ? []
      : ([
          ["/review", t("common:nav.review")],
          ["/deals/board", t("common:nav.dealBoard")],
          ["/admin/verifications", t("trust:verification.queue")],
          ["/admin/reports", t("trust:report.queue")],
          ["/admin/match-quality", t("matchQuality:title")],
          ["/admin/search", t("search:status.title")],
          ["/admin/synonyms", t("synonyms:title")],
        ] as [string, string][])),
    ...(platformRole === "administrator"
      ? ([
          ["/admin/people", t("organisations:people")],
          ["/admin/jobs", t("jobs:title")],
        ] as [string, string][])
      : []),
    ...(active ? [["/organisation", t("common:nav.organisations")] as [string, string]] : []),
    ["/organisations/new", t("common:nav.newOrganisation")],
  ];
  return (
    <details key={location.key} className="relative">
      <summary
        aria-label={t("common:nav.accountOf", { name: viewer.name })}
        className={`${linkLook} list-none border border-line`}
      >
        <span className="max-w-24 truncate sm:max-w-44">{active?.name ?? viewer.name}</span>
        <span aria-hidden className="ml-1">
          ▾
        </span>
      </summary>
      <div className="absolute right-0 z-40 mt-1 w-64 rounded-md border border-line-strong bg-surface p-2 shadow-lg">
        <p className="px-2 py-1 text-sm text-ink-soft">{viewer.name}</p>
        <ul>
          {links.map(([to, label]) => (
            <li key={to}>
              <NavLink to={to} className={`${linkLook} w-full`}>
                {label}
              </NavLink>
            </li>
          ))}
        </ul>
        {memberships.length > 1 ? (
          <form method="post" action="/organisations/switch" className="border-t border-line py-1">
            <p className="px-2 py-1 text-sm text-ink-soft">{t("common:nav.switchOrganisation")}</p>
            {memberships.map((one) => (
              <button
                key={one.organisationId}
                name="organisationId"
                value={one.organisationId}
                aria-current={one.organisationId === active?.organisationId ? "true" : undefined}
                className="w-full rounded px-2 py-1.5 text-left hover:bg-sunken aria-[current]:font-semibold aria-[current]:text-accent"
              >
                {one.name}
              </button>
            ))}
          </form>
        ) : null}
        <div className="flex flex-wrap items-center justify-between border-t border-line pt-1">
          <LanguageSwitch />
          <form method="post" action="/sign-out" onSubmit={forgetOwn}>
            <button className={linkLook}>{t("common:nav.signOut")}</button>
          </form>
        </div>
      </div>
    </details>
  );
}

/** What this browser keeps of its person goes with them. */
function forgetOwn() {
  forgetSearches();
  forgetKept();
}

function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const location = useLocation();
  const other = languages.find((language) => language !== i18n.language) ?? languages[0];
  return (
    <form method="post" action="/locale" aria-label={t("common:nav.language")}>
      <input type="hidden" name="redirectTo" value={location.pathname + location.search} />
      <button name="locale" value={other} lang={other} className={linkLook}>
        {languageNames[other]}
      </button>
    </form>
  );
}
