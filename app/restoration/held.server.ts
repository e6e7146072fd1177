import { desc, isNull } from "drizzle-orm";
import { audit } from "#app/kernel/audit.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { isAdministrator, type MaybeViewer, type Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Reader, type Transaction } from "#db/connection.ts";
import { countJobs } from "#db/jobs.ts";
import { restoration } from "#db/schema/index.ts";

/** A market that was restored and not yet released: no mail goes out, the clock takes no step. */
export interface Held {
  /** The moment whose state it has. */
  takenAt: Date;
  restoredAt: Date;
}

/** Null for a market that runs as it should. */
export async function findHeld(reader: Reader): Promise<Held | null> {
  const [row] = await reader
    .select({ takenAt: restoration.takenAt, restoredAt: restoration.restoredAt })
    .from(restoration)
    .where(isNull(restoration.releasedAt))
    .orderBy(desc(restoration.restoredAt))
    .limit(1);
  return row ?? null;
}

/** For the console. */
export const heldLine = ({ takenAt }: Held): string =>
  `Held         restored from the backup of ${takenAt.toISOString()}; no mail goes out and the clock takes no step until an administrator, or npm run restore -- --release-mail, releases it`;

/** What the frame of a page says to an administrator. */
export async function restoredFor(reader: Reader, viewer: MaybeViewer): Promise<string | null> {
  if (!isAdministrator(viewer)) return null;
  const held = await findHeld(reader);
  return held?.takenAt.toISOString() ?? null;
}

/**
 * What an administrator should know before the release.
 *
 * @throws Refusal forbidden for everyone else
 */
export async function viewHeld(
  { database }: Services,
  viewer: Viewer,
): Promise<(Held & { waitingMails: number }) | null> {
  if (!isAdministrator(viewer)) throw new Refusal("forbidden");
  const held = await findHeld(database);
  if (!held) return null;
  const { waiting, retrying } = await countJobs(database.$client, "mail.send");
  return { ...held, waitingMails: waiting + retrying };
}

/**
 * Lets mail and clock go, once for all.
 *
 * @throws Refusal forbidden for others than administrators
 */
export async function release(services: Services, viewer: Viewer): Promise<void> {
  if (!isAdministrator(viewer)) throw new Refusal("forbidden");
  await inTransaction(services.database, async (transaction) => {
    for (const id of await releaseAll(transaction, services.now(), viewer.userId))
      await audit(transaction, {
        actorId: viewer.userId,
        organisationId: viewer.active?.organisationId ?? null,
        subjectKind: "restoration",
        subjectId: id,
        action: "release",
      });
  });
}

/** The same by command; answers whether anything was held. */
export async function releaseByCommand({ database, now }: Services): Promise<boolean> {
  const released = await inTransaction(database, (transaction) =>
    releaseAll(transaction, now(), null),
  );
  return released.length > 0;
}

async function releaseAll(
  transaction: Transaction,
  releasedAt: Date,
  by: string | null,
): Promise<string[]> {
  const rows = await transaction
    .update(restoration)
    .set({ releasedAt, releasedById: by })
    .where(isNull(restoration.releasedAt))
    .returning({ id: restoration.id });
  return rows.map(({ id }) => id);
}
