import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { moment } from "#app/kernel/days.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import {
  sessionStates,
  type InvitationState,
  type SessionState,
  type RegistrationState,
} from "#app/codes/states.ts";
import { matchmakingSession, sessionInvitation, sessionRegistration } from "#db/schema/index.ts";
import { type Session } from "./change.server.ts";
import { type SessionAction } from "./lifecycle.ts";
import { mayRunSessions, maySeeSession, registrationClosed, sessionStepsOf } from "./policy.ts";
import {
  programmeOf,
  slotsOfSession,
  type ProgrammeLine,
  type SlotLine,
} from "./plan-queries.server.ts";

export {
  programmeOf,
  questionsOf,
  slotsOfSession,
  tablesOfSession,
  type ProgrammeLine,
  type SlotLine,
  type TableLine,
} from "./plan-queries.server.ts";

/** The session as the viewer may see it. @throws Refusal notFound */
export async function findSession(
  services: Services,
  viewer: MaybeViewer,
  sessionId: string,
): Promise<Session> {
  const [row] = await services.database
    .select()
    .from(matchmakingSession)
    .where(eq(matchmakingSession.id, sessionId));
  const found = row;
  if (!found || !maySeeSession(viewer, found.state)) throw new Refusal("notFound");
  return found;
}

export interface SessionLine {
  id: string;
  title: string;
  titleEn: string;
  state: SessionState;
  mode: Session["mode"];
  place: string;
  zone: string;
  clusters: string[];
  startsAt: string | null;
  endsAt: string | null;
  registrationClosesAt: string | null;
  /** Changes with its cover picture; null when it has none. */
  coverVersion: string | null;
}

const over: SessionState[] = ["finished", "archived", "cancelled"];
const toCome = sessionStates.filter((state) => !over.includes(state));

/** Where a page of sessions ended: what begins at the same moment is told apart by its id. */
export const sessionKey = z
  .string()
  .transform((text) => text.split("/"))
  .pipe(z.tuple([moment, z.uuid()]));

/**
 * Sessions to come, the next first, or those that are over, the last first.
 * Drafts are for organizers and come first where they have no day yet.
 */
export async function listSessions(
  services: Services,
  viewer: MaybeViewer,
  page: { past: boolean; after?: z.output<typeof sessionKey> | undefined; limit: number },
): Promise<Page<SessionLine>> {
  const states = (page.past ? over : toCome).filter(
    (state) => state !== "draft" || mayRunSessions(viewer),
  );
  const begin = sql`coalesce(${matchmakingSession.startsAt}, ${matchmakingSession.createdAt})`;
  const [direction, compared] = page.past ? [sql`DESC`, sql`<`] : [sql`ASC`, sql`>`];
  /** The first of one state by the index, among those with a day or without one. */
  const firstOf = (column: ReturnType<typeof sql>, hasDay: ReturnType<typeof sql>) => {
    const rest = page.after
      ? sql`AND (${column}, id) ${compared} (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`
      : sql``;
    return sql`(SELECT id FROM matchmaking_session
      WHERE state = wanted.state AND starts_at ${hasDay} ${rest}
      ORDER BY ${column} ${direction}, id ${direction} LIMIT ${rowsFor(page.limit)})`;
  };
  const rows = await services.database
    .select()
    .from(matchmakingSession)
    .where(
      sql`${matchmakingSession.id} IN (
        SELECT first.id FROM unnest(${sql.param(states)}::text[]) AS wanted(state)
        CROSS JOIN LATERAL (${firstOf(sql`starts_at`, sql`IS NOT NULL`)}
          UNION ALL ${firstOf(sql`created_at`, sql`IS NULL`)}) AS first)`,
    )
    .orderBy(sql`${begin} ${direction}`, sql`${matchmakingSession.id} ${direction}`)
    .limit(rowsFor(page.limit));
  const { lines, next } = pageOf(
    rows,
    page.limit,
    ({ id, startsAt, createdAt }) => `${(startsAt ?? createdAt).toISOString()}/${id}`,
  );
  return { lines: lines.map((row) => lineOf(row)), next };
}

const lineOf = (found: Session): SessionLine => ({
  id: found.id,
  title: found.title,
  titleEn: found.titleEn,
  state: found.state,
  mode: found.mode,
  place: found.place,
  zone: found.zone,
  clusters: found.clusters,
  startsAt: found.startsAt?.toISOString() ?? null,
  endsAt: found.endsAt?.toISOString() ?? null,
  registrationClosesAt: found.registrationClosesAt?.toISOString() ?? null,
  coverVersion: coverVersionOf(found),
});

/** What stands in the address of a session's cover, so that a new one is seen at once. */
export const coverVersionOf = ({ coverStorageKey }: Pick<Session, "coverStorageKey">) =>
  coverStorageKey?.split("/").at(-1) ?? null;

/** A session with all that its page shows to one viewer. */
export interface SessionView extends SessionLine {
  summary: string;
  version: number;
  capacity: number | null;
  registrationOpensAt: string | null;
  timetable: Session["timetable"];
  schedulingBy: Session["schedulingBy"];
  /** Why one cannot register now; null when one can. */
  closed: ReturnType<typeof registrationClosed>;
  admitted: number;
  programme: ProgrammeLine[];
  slots: SlotLine[];
  /** The steps the viewer may take now; empty for others than organizers. */
  may: SessionAction[];
  registration: { id: string; state: RegistrationState; note: string; version: number } | null;
  invitation: { state: InvitationState; message: string } | null;
}

/**
 * A session with all that its page shows.
 *
 * @throws Refusal notFound, also for a draft to others than organizers
 */
export async function viewSession(
  services: Services,
  viewer: MaybeViewer,
  sessionId: string,
): Promise<SessionView> {
  const found = await findSession(services, viewer, sessionId);
  const organisationId = viewer?.active?.organisationId;
  const [programme, slots, admitted, registrations, invitations] = await Promise.all([
    programmeOf(services, sessionId),
    slotsOfSession(services, sessionId),
    services.database.$count(
      sessionRegistration,
      and(eq(sessionRegistration.sessionId, sessionId), eq(sessionRegistration.state, "admitted")),
    ),
    organisationId
      ? services.database
          .select()
          .from(sessionRegistration)
          .where(
            and(
              eq(sessionRegistration.sessionId, sessionId),
              eq(sessionRegistration.organisationId, organisationId),
            ),
          )
      : [],
    organisationId
      ? services.database
          .select()
          .from(sessionInvitation)
          .where(
            and(
              eq(sessionInvitation.sessionId, sessionId),
              eq(sessionInvitation.organisationId, organisationId),
            ),
          )
      : [],
  ]);
  const [registration] = registrations;
  const [invitation] = invitations;
  return {
    ...lineOf(found),
    summary: found.summary,
    version: found.version,
    capacity: found.capacity,
    registrationOpensAt: found.registrationOpensAt?.toISOString() ?? null,
    timetable: found.timetable,
    schedulingBy: found.schedulingBy,
    closed: registrationClosed(found, services.now()),
    admitted,
    programme,
    slots,
    may: sessionStepsOf(viewer, found.state),
    registration: registration
      ? {
          id: registration.id,
          state: registration.state,
          note: registration.decisionNote,
          version: registration.version,
        }
      : null,
    invitation: invitation ? { state: invitation.state, message: invitation.message } : null,
  };
}
