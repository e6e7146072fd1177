import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Segment } from "#search/engine.ts";

export type Tone = "info" | "success" | "warning" | "danger";

const tones: Record<Tone, string> = {
  info: "border-accent bg-accent-soft",
  success: "border-good bg-good-soft",
  warning: "border-warn bg-warn-soft",
  danger: "border-bad bg-bad-soft",
};

/** A message in the page; news of something done is announced to screen readers. */
export function Notice({ tone = "info", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={`rounded-md border-l-4 px-4 py-2.5 ${tones[tone]}`}
    >
      {children}
    </div>
  );
}

/** What stands in the place of an empty list: what it means and what to do next. */
export function EmptyState(props: {
  title: string;
  text?: string;
  /** Where it is all the page has to say, its title is the page's. */
  isPage?: boolean;
  children?: ReactNode;
}) {
  const Title = props.isPage ? "h1" : "p";
  return (
    <div className="card space-y-3 py-10 text-center">
      <Title className="text-base font-semibold">{props.title}</Title>
      {props.text ? <p className="mx-auto max-w-prose text-ink-soft">{props.text}</p> : null}
      {props.children}
    </div>
  );
}

const badgeTones: Record<Tone, string> = {
  info: "bg-accent-soft text-accent-strong",
  success: "bg-good-soft text-good",
  warning: "bg-warn-soft text-warn",
  danger: "bg-bad-soft text-bad",
};

/** A small label; its text says what its colour only underlines. */
export function Badge({ tone, children }: { tone?: Tone | undefined; children: ReactNode }) {
  const look = tone ? badgeTones[tone] : "bg-sunken text-ink-soft";
  return (
    <span className={`inline-block rounded px-2 py-0.5 text-sm leading-snug ${look}`}>
      {children}
    </span>
  );
}

const stateTone: Record<string, Tone> = {
  published: "success",
  accepted: "success",
  submitted: "info",
  pending: "info",
  returned: "warning",
  expired: "warning",
  rejected: "danger",
  declined: "danger",
};

/** The state of a post in words. */
export function StateBadge({ state, label }: { state: string; label: string }) {
  return <Badge tone={stateTone[state]}>{label}</Badge>;
}

/** An organizer has checked that the organisation is who it says. */
export function VerifiedMark() {
  const { t } = useTranslation();
  return (
    <span title={t("common:verifiedHint")} className="text-sm whitespace-nowrap text-good">
      <span aria-hidden>✓ </span>
      {t("common:verified")}
    </span>
  );
}

/** Text with what met the query marked. */
export function Highlighted({ segments }: { segments: Segment[] }) {
  return (
    <>{segments.map(({ text, hit }, index) => (hit ? <mark key={index}>{text}</mark> : text))}</>
  );
}

/** A part of a page under its own heading. */
export function Section(props: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="card space-y-3">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2>{props.title}</h2>
        {props.aside}
      </div>
      {props.children}
    </section>
  );
}

/** Pairs of a name and what it is; pairs without a value are left out. */
export function Facts({ facts }: { facts: [name: string, value: ReactNode][] }) {
  const kept = facts.filter(([, value]) => value !== null && value !== "" && value !== undefined);
  if (kept.length === 0) return null;
  return (
    <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[minmax(7rem,max-content)_1fr]">
      {kept.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-soft">{name}</dt>
          <dd className="whitespace-pre-line">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The way to the next page of a list that is paged by key. */
export function NextPage({ to }: { to: string | null }) {
  const { t } = useTranslation();
  if (to === null) return null;
  return (
    <nav aria-label={t("common:pagination.label")} className="text-right">
      <Link to={to} className="link">
        {t("common:pagination.next")} <span aria-hidden>→</span>
      </Link>
    </nav>
  );
}
