import { Link, NavLink } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { StateBadge } from "#app/ui/parts.tsx";
import type { SessionState } from "#app/codes/states.ts";

const tabs = [
  ["edit", "edit"],
  ["plan", "plan"],
  ["programme", "programmeEdit"],
  ["documents", "documents"],
  ["invitations", "invitations"],
  ["registrations", "registrations"],
  ["pairs", "pairs"],
  ["timetable", "timetable"],
  ["report", "report"],
] as const;

/** The pages of an organizer's work on a session, under one heading. */
export function SessionFrame(props: {
  session: { id: string; title: string; state: SessionState };
  title: string;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const { session, title, children } = props;
  return (
    <div className="space-y-4">
      <header className="space-y-1">
        <p>
          <Link to={`/sessions/${session.id}`} className="link">
            <span aria-hidden>←</span> {session.title}
          </Link>{" "}
          <StateBadge state={session.state} label={t(`sessions:state.${session.state}`)} />
        </p>
        <h1>{title}</h1>
      </header>
      <OrganizerTabs sessionId={session.id} />
      <LostRefusal />
      {children}
    </div>
  );
}

/** The way between the organizer's pages of a session. */
export function OrganizerTabs({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t("sessions:manage")} className="no-print">
      <ul className="flex flex-wrap gap-1">
        {tabs.map(([path, name]) => (
          <li key={path}>
            <NavLink to={`/sessions/${sessionId}/${path}`} className={tabLook}>
              {t(`sessions:${name}`)}
            </NavLink>
          </li>
        ))}
        {dayTabs.map((path) => (
          <li key={path}>
            <NavLink to={`/sessions/${sessionId}/${path}`} className={tabLook}>
              {t(`sessionDay:${path === "board" ? "board" : "checkIn"}`)}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const dayTabs = ["check-in", "board"] as const;
const tabLook =
  "inline-flex min-h-10 items-center rounded px-3 text-ink no-underline hover:bg-sunken aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold aria-[current=page]:text-accent-strong";
