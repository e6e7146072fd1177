import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { z } from "zod";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { mayRunSessions } from "#app/sessions/policy.ts";
import { counted } from "./report-counting.ts";
import type { OrganisationLine } from "./report.ts";

/** Where a page of organisations ended: the meetings held, and the id. */
export const organisationKey = z
  .string()
  .transform((text) => text.split("/"))
  .pipe(z.tuple([z.string(), z.uuid()]))
  .transform(([held, id]) => [Number(held), id] as const)
  .pipe(z.tuple([z.number().int().min(0), z.uuid()]).readonly());

/**
 * The admitted organisations of a session with what they did there, those with
 * most meetings held first; paged by key.
 *
 * @throws Refusal forbidden for others than organizers
 */
export async function reportedOrganisations(
  services: Services,
  viewer: Viewer,
  sessionId: string,
  page: { after?: z.output<typeof organisationKey> | undefined; limit: number },
): Promise<Page<OrganisationLine>> {
  if (!mayRunSessions(viewer)) throw new Refusal("forbidden");
  const { rows } = await services.database.$client.query<OrganisationLine>(
    `WITH ${counted}, people AS (
       SELECT organisation_id, count(*)::int AS people,
         count(*) FILTER (WHERE checked_in_at IS NOT NULL)::int AS attended
       FROM session_participant WHERE session_id = $1 GROUP BY organisation_id
     ), took_part AS (
       SELECT o.organisation_id, count(*) FILTER (WHERE met.state = 'held')::int AS held,
         count(*) FILTER (WHERE met.state = 'missed')::int AS missed
       FROM met CROSS JOIN LATERAL (VALUES (met.one), (met.other)) o (organisation_id)
       GROUP BY o.organisation_id
     ), gave AS (
       SELECT organisation_id, count(*)::int AS ratings FROM rated GROUP BY organisation_id
     ), tasks AS (
       SELECT k.organisation_id, count(*)::int AS tasks,
         count(*) FILTER (WHERE k.done_at IS NOT NULL)::int AS "tasksDone"
       FROM meeting_task k JOIN met ON met.id = k.meeting_id GROUP BY k.organisation_id
     ), intentions AS (
       SELECT o.organisation_id, count(*) FILTER (WHERE mutual)::int AS mutual,
         count(*) FILTER (WHERE one_sided)::int AS "oneSided"
       FROM pair CROSS JOIN LATERAL (VALUES (pair.one), (pair.other)) o (organisation_id)
       GROUP BY o.organisation_id
     )
     SELECT o.id, o.name, o.kind, o.region, coalesce(people, 0) AS people,
       coalesce(attended, 0) AS attended, coalesce(held, 0) AS held, coalesce(missed, 0) AS missed,
       coalesce(ratings, 0) AS ratings, coalesce(tasks, 0) AS tasks,
       coalesce("tasksDone", 0) AS "tasksDone", coalesce(mutual, 0) AS mutual,
       coalesce("oneSided", 0) AS "oneSided"
     FROM session_registration r
     JOIN organisation o ON o.id = r.organisation_id
     LEFT JOIN people ON people.organisation_id = o.id
     LEFT JOIN took_part ON took_part.organisation_id = o.id
     LEFT JOIN gave ON gave.organisation_id = o.id
     LEFT JOIN tasks ON tasks.organisation_id = o.id
     LEFT JOIN intentions ON intentions.organisation_id = o.id
     WHERE r.session_id = $1 AND r.state = 'admitted'
       AND ($2::int IS NULL OR (-coalesce(held, 0), o.id) > (-$2::int, $3::uuid))
     ORDER BY -coalesce(held, 0), o.id LIMIT $4`,
    [sessionId, page.after?.[0] ?? null, page.after?.[1] ?? null, rowsFor(page.limit)],
  );
  return pageOf(rows, page.limit, (last) => `${last.held}/${last.id}`);
}
