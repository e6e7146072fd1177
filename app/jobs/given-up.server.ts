import { pageOf, rowsFor } from "#app/kernel/paging.ts";
import { inArray } from "drizzle-orm";
import { z } from "zod";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction } from "#db/connection.ts";
import { countGivenUp, retryGivenUp, selectGivenUp, type GivenUpJob } from "#db/given-up-jobs.ts";
import { jobNames, type JobName } from "#db/job-payloads.ts";
import { organisation, post } from "#db/schema/index.ts";

/** A job that was given up, in words. */
export interface GivenUpLine {
  id: string;
  name: JobName;
  /** What it was about: a title, a name, an address and a subject; null where the name says it all. */
  about: string | null;
  reason: string;
  tries: number;
  /** ISO 8601. */
  askedAt: string;
  givenUpAt: string;
}

export interface GivenUpPage {
  lines: GivenUpLine[];
  total: number;
  next: string | null;
}

/** The key of a job in a form. */
export const jobKey = z.object({ name: z.enum(jobNames), id: z.uuid() });

/**
 * What was given up, newest first.
 *
 * @throws Refusal forbidden for others than administrators
 */
export async function listGivenUp(
  services: Services,
  viewer: Viewer,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<GivenUpPage> {
  requireAdministrator(viewer);
  const { $client } = services.database;
  const [jobs, total] = await Promise.all([
    selectGivenUp($client, { before, limit: rowsFor(limit) }),
    countGivenUp($client),
  ]);
  const { lines, next } = pageOf(jobs, limit, ({ key }) => key);
  const abouts = await aboutsOf(services, lines);
  return {
    lines: lines.map(({ id, name, output, tries, askedAt, givenUpAt }) => ({
      id,
      name,
      about: abouts.get(id) ?? null,
      reason: reason.parse(output),
      tries,
      askedAt: askedAt.toISOString(),
      givenUpAt: givenUpAt.toISOString(),
    })),
    total,
    next,
  };
}

/**
 * Starts one that was given up again, from its first try; answers how many were.
 *
 * @throws Refusal forbidden for others than administrators
 */
export async function retryJob(
  services: Services,
  viewer: Viewer,
  job: { name: JobName; id: string } | "all",
): Promise<number> {
  requireAdministrator(viewer);
  return inTransaction(services.database, async (transaction) => {
    const retried = await retryGivenUp(transaction, job === "all" ? null : job);
    for (const { id, name } of retried)
      await audit(transaction, {
        actorId: viewer.userId,
        organisationId: null,
        subjectKind: "job",
        subjectId: id,
        action: "job.retried",
        detail: { name },
      });
    return retried.length;
  });
}

function requireAdministrator(viewer: Viewer): void {
  if (viewer.platformRole !== "administrator") throw new Refusal("forbidden");
}

/** What the queue kept of the last failure: its words, or what the queue itself says. */
const reason = z
  .union([
    z.object({ message: z.string() }).transform(({ message }) => message),
    z.object({ value: z.object({ message: z.string() }) }).transform(({ value }) => value.message),
  ])
  .catch("");

const about = z.object({
  postId: z.uuid().optional(),
  organisationId: z.uuid().optional(),
  to: z.string().optional(),
  subject: z.string().optional(),
});

/** By job, what it was about. */
async function aboutsOf(services: Services, jobs: GivenUpJob[]): Promise<Map<string, string>> {
  const read = jobs.map(({ id, data }) => ({ id, ...about.catch({}).parse(data) }));
  const names = new Map<string, string>();
  const postIds = read.flatMap(({ postId }) => postId ?? []);
  const organisationIds = read.flatMap(({ organisationId }) => organisationId ?? []);
  const [posts, organisations] = await Promise.all([
    postIds.length === 0
      ? []
      : services.database
          .select({ id: post.id, name: post.title })
          .from(post)
          .where(inArray(post.id, postIds)),
    organisationIds.length === 0
      ? []
      : services.database
          .select({ id: organisation.id, name: organisation.name })
          .from(organisation)
          .where(inArray(organisation.id, organisationIds)),
  ]);
  for (const { id, name } of [...posts, ...organisations]) names.set(id, name);
  return new Map(
    read.flatMap(({ id, postId, organisationId, to, subject }) => {
      const said = to
        ? [to, subject].filter(Boolean).join(" · ")
        : names.get(postId ?? organisationId ?? "");
      return said ? [[id, said] as const] : [];
    }),
  );
}
