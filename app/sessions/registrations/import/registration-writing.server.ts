import { inArray, sql } from "drizzle-orm";
import { auditAll } from "#app/kernel/audit.server.ts";
import type { Session } from "#app/sessions/change.server.ts";
import { tellOrganisations, type Registration } from "#app/sessions/places.server.ts";
import { acceptInvitations } from "#app/sessions/registrations/invitations.server.ts";
import { newPassKey } from "#app/sessions/registrations/registration-people.server.ts";
import type { ImportPlan } from "#app/sessions/registrations/registration-plan.ts";
import type { Transaction } from "#db/connection.ts";
import { sendJobs } from "#db/jobs.ts";
import {
  organisation,
  participantAbsence,
  registrationPost,
  sessionParticipant,
  sessionRegistration,
} from "#db/schema/index.ts";

/** Writes what a plan decided, and tells the organisations that it begins registrations for. */
export async function writePlan(
  transaction: Transaction,
  session: Session,
  plan: ImportPlan,
  actorId: string | null,
  now: Date,
): Promise<void> {
  const { organisations, people, absences, posts } = plan;
  const sessionId = session.id;
  if (organisations.length > 0) {
    await transaction
      .insert(organisation)
      .values(organisations.map((one) => ({ ...one, slug: one.id })));
    await sendJobs(
      transaction,
      "organisation.index",
      organisations.map(({ id }) => ({ organisationId: id })),
    );
    await auditAll(
      transaction,
      organisations.map(({ id, name }) => ({
        actorId,
        organisationId: id,
        subjectKind: "organisation",
        subjectId: id,
        action: "import",
        detail: { name, sessionId },
      })),
    );
  }
  const begun = await beginRegistrations(transaction, session, plan, actorId, now);
  if (people.length > 0)
    await transaction
      .insert(sessionParticipant)
      .values(people.map((person) => ({ ...person, sessionId, passKey: newPassKey() })));
  await changePeople(transaction, plan);
  if (absences.length > 0)
    await transaction.insert(participantAbsence).values(absences).onConflictDoNothing();
  if (posts.length > 0)
    await transaction.insert(registrationPost).values(posts).onConflictDoNothing();
  for (const state of ["admitted", "waiting"] as const)
    await tellOrganisations(
      transaction,
      session,
      begun.filter((one) => one.state === state),
      now,
    );
}

/** Begins registrations; standing invitations of their organisations are accepted by it. */
async function beginRegistrations(
  transaction: Transaction,
  { id: sessionId }: Session,
  { registrations }: ImportPlan,
  actorId: string | null,
  now: Date,
): Promise<Registration[]> {
  if (registrations.length === 0) return [];
  const rows = await transaction
    .insert(sessionRegistration)
    .values(
      registrations.map((one) => ({
        ...one,
        sessionId,
        registeredById: actorId,
        waitingSince: one.state === "waiting" ? now : null,
      })),
    )
    .returning();
  await acceptInvitations(
    transaction,
    null,
    sessionId,
    registrations.map(({ organisationId }) => organisationId),
    now,
  );
  return rows;
}

/** Changes who is there already; an open form of a changed registration is told of it. */
async function changePeople(
  transaction: Transaction,
  { changes, clusters, touched }: ImportPlan,
): Promise<void> {
  if (changes.length > 0)
    await transaction.execute(sql`
      UPDATE session_participant p SET name = c.name, position = c.position, phone = c.phone
      FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
        AS c(id uuid, name text, position text, phone text) WHERE p.id = c.id`);
  if (clusters.length > 0)
    await transaction.execute(sql`
      UPDATE session_registration r SET cluster = c.cluster
      FROM jsonb_to_recordset(${JSON.stringify(clusters)}::jsonb)
        AS c(id uuid, cluster text) WHERE r.id = c.id`);
  if (touched.length > 0)
    await transaction
      .update(sessionRegistration)
      .set({ version: sql`${sessionRegistration.version} + 1`, updatedAt: sql`now()` })
      .where(inArray(sessionRegistration.id, touched));
}
