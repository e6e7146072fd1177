import { createHash } from "node:crypto";
import { and, eq, inArray, sql } from "drizzle-orm";
import { rehouse } from "#app/scheduling/rehouse.server.ts";
import type { Placement } from "#app/scheduling/schema.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Transaction } from "#db/connection.ts";
import { meeting, meetingWish, sessionSlot, sessionTable } from "#db/schema/index.ts";
import type { Session } from "#app/sessions/change.server.ts";
import {
  NeedsConsent,
  type ConcernedMeeting,
  type Consequences,
} from "#app/sessions/consequences.ts";
import { cancelMeetings } from "#app/sessions/meetings/meeting-cancel.server.ts";
import { tellOfTimetable, writeTimetable } from "#app/sessions/meetings/meeting-changes.server.ts";
import { namesOfMeetings } from "#app/sessions/meetings/meeting-queries.server.ts";
import { meetingsShown, wishCounts } from "#app/sessions/policy.ts";
import {
  isFixed,
  problemOf,
  type MeetingRow,
} from "#app/sessions/meetings/timetable/timetable-instance.server.ts";

/** What a change of a session touches. */
export interface Settling {
  /** The session before the change and after it; limits, hosts and closures stand in the database already. */
  before: Session;
  after: Session;
  /** A table or slot that is about to be taken away. */
  gone?: { tableId?: string; slotId?: string };
  /** The consent that was given to what was listed. */
  agreed: string;
}

/**
 * Brings the standing meetings to a changed plan or mode: what breaks no rule
 * stays; what does is moved, else cancelled, and its people are told if they had
 * been shown it. What is over stays as it is.
 *
 * @throws NeedsConsent with all that would happen, unless just that was agreed to
 */
export async function settleMeetings(
  transaction: Transaction,
  services: Services,
  { before, after, gone = {}, agreed }: Settling,
): Promise<void> {
  const now = services.now();
  const problem = await problemOf(transaction, after);
  const { meetings, placements, begins } = problem;
  const planned = meetings.filter(({ state }) => state === "planned");
  const instance = {
    ...problem.instance,
    tables: problem.instance.tables.filter(({ id }) => id !== gone.tableId),
    slots: problem.instance.slots.filter(({ id }) => id !== gone.slotId),
    pins: [],
  };
  const over = new Set(
    meetings.flatMap((row) => (row.state !== "planned" ? [row.wishId ?? ""] : [])),
  );
  const past = new Set([...begins].flatMap(([id, begin]) => (begin <= now ? [id] : [])));
  const wanted = await rehouse(withoutSlot(instance, gone.slotId), placements, {
    held: over,
    past,
  });
  const counting = new Set(placements.map(({ wish }) => wish));
  const lost = await wishesLost(transaction, before, after);
  const homeless = planned.filter(
    (row) =>
      !counting.has(row.wishId ?? "") &&
      (lost.has(row.wishId ?? "") || row.tableId === gone.tableId || row.slotId === gone.slotId),
  );
  const changed = changesOf(planned, placements, wanted, homeless);
  const unanswered = await changingWishes(transaction, before, after);
  const consequences = await listed(transaction, changed, {
    ...unanswered,
    kept:
      before.schedulingBy === "participants" && after.schedulingBy === "organizer"
        ? planned.filter((row) => !isFixed(row)).length - changed.cancelled.length
        : 0,
    shown: !meetingsShown(before) && meetingsShown(after) ? planned.length : 0,
  });
  if (isNothing(consequences)) return;
  if (consequences.agreed !== agreed) throw new NeedsConsent(consequences);
  if (changed.moved.length + changed.cancelled.length > 0)
    await carryOut(transaction, { before, after }, meetings, { wanted, homeless, changed }, now);
  if (consequences.kept > 0)
    await transaction
      .update(meeting)
      .set({ pinned: true, version: sql`${meeting.version} + 1` })
      .where(
        and(
          eq(meeting.sessionId, after.id),
          eq(meeting.state, "planned"),
          eq(meeting.pinned, false),
        ),
      );
}

/** Closures and absences in a slot that is taken away say nothing any more. */
function withoutSlot<Instance extends Parameters<typeof rehouse>[0]>(
  instance: Instance,
  slotId: string | undefined,
): Instance {
  if (slotId === undefined) return instance;
  const others = (ids: string[]) => ids.filter((id) => id !== slotId);
  return {
    ...instance,
    tables: instance.tables.map((table) => ({ ...table, closed: others(table.closed) })),
    participants: instance.participants.map((one) => ({ ...one, absent: others(one.absent) })),
  };
}

interface Changes {
  moved: { row: MeetingRow; to: Placement }[];
  cancelled: MeetingRow[];
}

function changesOf(
  planned: MeetingRow[],
  standing: Placement[],
  wanted: Placement[],
  homeless: MeetingRow[],
): Changes {
  const to = new Map(wanted.map((placement) => [placement.wish, placement]));
  const counting = new Set(standing.map(({ wish }) => wish));
  const changes: Changes = { moved: [], cancelled: [...homeless] };
  for (const row of planned) {
    if (row.wishId === null || !counting.has(row.wishId)) continue;
    const place = to.get(row.wishId);
    if (!place) changes.cancelled.push(row);
    else if (place.slot !== row.slotId || place.table !== row.tableId)
      changes.moved.push({ row, to: place });
  }
  return changes;
}

/** The wishes that counted under the rule before and do not under the one after. */
async function wishesLost(
  transaction: Transaction,
  before: Session,
  after: Session,
): Promise<Set<string>> {
  if (!wishCounts("asked", before.wishRule) || wishCounts("asked", after.wishRule))
    return new Set();
  const rows = await transaction
    .select({ id: meetingWish.id })
    .from(meetingWish)
    .where(and(eq(meetingWish.sessionId, after.id), eq(meetingWish.state, "asked")));
  return new Set(rows.map(({ id }) => id));
}

async function changingWishes(
  transaction: Transaction,
  before: Session,
  after: Session,
): Promise<{ counting: number; notCounting: number }> {
  const [was, is] = [before, after].map(({ wishRule }) => wishCounts("asked", wishRule));
  if (was === is) return { counting: 0, notCounting: 0 };
  const asked = await transaction.$count(
    meetingWish,
    and(eq(meetingWish.sessionId, after.id), eq(meetingWish.state, "asked")),
  );
  return { counting: is ? asked : 0, notCounting: is ? 0 : asked };
}

async function listed(
  transaction: Transaction,
  { moved, cancelled }: Changes,
  counts: Pick<Consequences, "kept" | "shown" | "counting" | "notCounting">,
): Promise<Consequences> {
  const concerned = [...moved.map(({ row }) => row), ...cancelled];
  const names = await namesOfMeetings(
    transaction,
    concerned.map(({ id }) => id),
  );
  const places = await placesOf(
    transaction,
    moved.map(({ to }) => to),
  );
  const lineOf = (row: MeetingRow): ConcernedMeeting =>
    names.get(row.id) ?? { id: row.id, one: "", other: "", startsAt: "", table: "" };
  const inOrder = (one: ConcernedMeeting, other: ConcernedMeeting) =>
    one.startsAt.localeCompare(other.startsAt) || one.id.localeCompare(other.id);
  const lines = {
    moved: moved
      .map(({ row, to }) => ({
        ...lineOf(row),
        toStartsAt: places.slots.get(to.slot) ?? "",
        toTable: places.tables.get(to.table) ?? "",
      }))
      .sort(inOrder),
    cancelled: cancelled.map(lineOf).sort(inOrder),
    ...counts,
  };
  return { ...lines, agreed: createHash("sha256").update(JSON.stringify(lines)).digest("hex") };
}

/** What has to be agreed to before the meetings are cancelled. */
export const cancellationOf = (
  transaction: Transaction,
  cancelled: MeetingRow[],
): Promise<Consequences> =>
  listed(transaction, { moved: [], cancelled }, { kept: 0, shown: 0, counting: 0, notCounting: 0 });

async function placesOf(transaction: Transaction, to: Placement[]) {
  if (to.length === 0)
    return { slots: new Map<string, string>(), tables: new Map<string, string>() };
  const slots = await transaction
    .select({ id: sessionSlot.id, startsAt: sessionSlot.startsAt })
    .from(sessionSlot)
    .where(
      inArray(
        sessionSlot.id,
        to.map(({ slot }) => slot),
      ),
    );
  const tables = await transaction
    .select({ id: sessionTable.id, hall: sessionTable.hall, name: sessionTable.name })
    .from(sessionTable)
    .where(
      inArray(
        sessionTable.id,
        to.map(({ table }) => table),
      ),
    );
  return {
    slots: new Map(slots.map(({ id, startsAt }) => [id, startsAt.toISOString()])),
    tables: new Map(tables.map(({ id, hall, name }) => [id, `${hall} ${name}`.trim()])),
  };
}

const isNothing = (found: Consequences): boolean =>
  found.moved.length === 0 &&
  found.cancelled.length === 0 &&
  found.kept === 0 &&
  found.shown === 0 &&
  found.counting === 0 &&
  found.notCounting === 0;

async function carryOut(
  transaction: Transaction,
  { before, after }: Pick<Settling, "before" | "after">,
  meetings: MeetingRow[],
  made: { wanted: Placement[]; homeless: MeetingRow[]; changed: Changes },
  now: Date,
): Promise<void> {
  const { wanted, homeless, changed } = made;
  const gone = new Set(homeless.map(({ id }) => id));
  const settled = new Set(wanted.map(({ wish }) => wish));
  const cancelledWishes = new Set(changed.cancelled.map(({ wishId }) => wishId));
  const untouched = meetings.filter(
    ({ id, wishId }) =>
      !gone.has(id) && wishId !== null && !settled.has(wishId) && !cancelledWishes.has(wishId),
  );
  await cancelMeetings(
    transaction,
    after,
    changed.cancelled.map(({ id }) => id),
    now,
    meetingsShown(before) || meetingsShown(after),
  );
  const left = changed.cancelled.map(({ id }) => id);
  await writeTimetable(
    transaction,
    after,
    meetings.filter(({ id }) => !left.includes(id)),
    [
      ...wanted,
      ...untouched.map((row) => ({
        wish: row.wishId ?? "",
        slot: row.slotId,
        table: row.tableId,
      })),
    ],
    now,
  );
  const wishIds = changed.moved.map(({ to }) => to.wish);
  if (wishIds.length > 0 && (meetingsShown(before) || meetingsShown(after)))
    await tellOfTimetable(transaction, after, "changed", { wishIds }, `plan:${before.version}`);
}
