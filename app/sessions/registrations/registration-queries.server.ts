import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import {
  organisation,
  participantAbsence,
  post,
  registrationPost,
  sessionParticipant,
  sessionRegistration,
} from "#db/schema/index.ts";
import type { RegistrationAction } from "#app/sessions/lifecycle.ts";
import { mayRunSessions, registrationStepsOf } from "#app/sessions/policy.ts";
import type { RegistrationState } from "#app/codes/states.ts";

/** Never the title of a working copy. */
const publishedTitle = sql<string>`coalesce(${post.content} ->> 'title', '')`;

export interface RegistrationLine {
  id: string;
  organisationId: string;
  organisationName: string;
  kind: string;
  region: string | null;
  verified: boolean;
  state: RegistrationState;
  version: number;
  note: string;
  answers: Record<string, string>;
  /** As a file of registrations had it. */
  cluster: string | null;
  people: { name: string; email: string; position: string; phone: string }[];
  posts: { id: string; kind: string; title: string }[];
  createdAt: string;
  may: RegistrationAction[];
}

const answersSchema = z.record(z.string(), z.string()).catch({});

/**
 * The registrations of a session for its organizers, the first first, paged by the last id.
 *
 * @throws Refusal forbidden for others than organizers
 */
export async function registrationsOf(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  page: { state?: RegistrationState | undefined; after?: string | undefined; limit: number },
): Promise<Page<RegistrationLine>> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const rows = await services.database
    .select({ registration: sessionRegistration, organisation })
    .from(sessionRegistration)
    .innerJoin(organisation, eq(organisation.id, sessionRegistration.organisationId))
    .where(
      and(
        eq(sessionRegistration.sessionId, sessionId),
        page.state ? eq(sessionRegistration.state, page.state) : undefined,
        page.after ? sql`${sessionRegistration.id} > ${page.after}` : undefined,
      ),
    )
    .orderBy(asc(sessionRegistration.id))
    .limit(rowsFor(page.limit));
  const { lines: shown, next } = pageOf(rows, page.limit, ({ registration: { id } }) => id);
  const ids = shown.map(({ registration }) => registration.id);
  const [people, posts] =
    ids.length === 0
      ? [[], []]
      : await Promise.all([
          services.database
            .select()
            .from(sessionParticipant)
            .where(inArray(sessionParticipant.registrationId, ids))
            .orderBy(asc(sessionParticipant.id)),
          services.database
            .select({
              registrationId: registrationPost.registrationId,
              id: post.id,
              kind: post.kind,
              title: publishedTitle,
            })
            .from(registrationPost)
            .innerJoin(post, eq(post.id, registrationPost.postId))
            .where(inArray(registrationPost.registrationId, ids))
            .orderBy(asc(post.createdAt), asc(post.id)),
        ]);
  const lines = shown.map(({ registration, organisation: from }): RegistrationLine => {
    const state = registration.state;
    return {
      id: registration.id,
      organisationId: from.id,
      organisationName: from.name,
      kind: from.kind,
      region: from.region,
      verified: from.verified,
      state,
      version: registration.version,
      note: registration.note,
      answers: answersSchema.parse(registration.answers),
      cluster: registration.cluster,
      people: people
        .filter(({ registrationId }) => registrationId === registration.id)
        .map(({ name, email, position, phone }) => ({ name, email, position, phone })),
      posts: posts
        .filter(({ registrationId }) => registrationId === registration.id)
        .map(({ id, kind, title }) => ({ id, kind, title })),
      createdAt: registration.createdAt.toISOString(),
      may: registrationStepsOf(viewer, { organisationId: from.id, state }).filter(
        (action) => action !== "change" && action !== "register" && action !== "cancel",
      ),
    };
  });
  return { lines, next };
}

/** How many registrations of a session stand in each state. */
export async function countRegistrations(
  services: Services,
  viewer: Viewer,
  sessionId: string,
): Promise<Partial<Record<RegistrationState, number>>> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const { rows } = await services.database.execute<{ state: RegistrationState; number: number }>(
    sql`SELECT state, count(*)::int AS number FROM session_registration
      WHERE session_id = ${sessionId} GROUP BY state`,
  );
  return Object.fromEntries(rows.map(({ state, number }) => [state, number]));
}

/** What the registration form of the organisation the viewer acts for begins with. */
export interface OwnRegistration {
  id: string | null;
  version: number | null;
  people: {
    id: string | null;
    name: string;
    email: string;
    position: string;
    absences: string[];
  }[];
  postIds: string[];
  answers: Record<string, string>;
  note: string;
}

/** The organisation's registration as its form shows it; a new one begins with the viewer. */
export async function ownRegistration(
  services: Services,
  viewer: Viewer,
  sessionId: string,
): Promise<OwnRegistration> {
  const organisationId = viewer.active?.organisationId;
  const [found] = organisationId
    ? await services.database
        .select()
        .from(sessionRegistration)
        .where(
          and(
            eq(sessionRegistration.sessionId, sessionId),
            eq(sessionRegistration.organisationId, organisationId),
          ),
        )
    : [];
  if (!found)
    return {
      id: null,
      version: null,
      people: [{ id: null, name: viewer.name, email: viewer.email, position: "", absences: [] }],
      postIds: [],
      answers: {},
      note: "",
    };
  const [people, posts] = await Promise.all([
    services.database
      .select({ person: sessionParticipant, slotId: participantAbsence.slotId })
      .from(sessionParticipant)
      .leftJoin(participantAbsence, eq(participantAbsence.participantId, sessionParticipant.id))
      .where(eq(sessionParticipant.registrationId, found.id))
      .orderBy(asc(sessionParticipant.id)),
    services.database
      .select({ postId: registrationPost.postId })
      .from(registrationPost)
      .where(eq(registrationPost.registrationId, found.id)),
  ]);
  const byId = new Map<string, OwnRegistration["people"][number]>();
  for (const { person, slotId } of people) {
    const { id, name, email, position } = person;
    const line = byId.get(id) ?? { id, name, email, position, absences: [] };
    if (slotId !== null) line.absences.push(slotId);
    byId.set(id, line);
  }
  return {
    id: found.id,
    version: found.version,
    people: [...byId.values()],
    postIds: posts.map(({ postId }) => postId),
    answers: answersSchema.parse(found.answers),
    note: found.note,
  };
}

/** The published posts an organisation can bring, newest first. */
export function postsToBring(
  services: Services,
  viewer: Viewer,
): Promise<{ id: string; kind: string; title: string }[]> {
  const organisationId = viewer.active?.organisationId;
  if (!organisationId) return Promise.resolve([]);
  return services.database
    .select({ id: post.id, kind: post.kind, title: publishedTitle })
    .from(post)
    .where(and(eq(post.organisationId, organisationId), eq(post.publication, "published")))
    .orderBy(desc(post.createdAt), desc(post.id))
    .limit(200);
}
