import { z } from "zod";

const id = z.string().min(1).max(100);

/**
 * What the scheduler is asked: who wants to meet whom, when they can, and where.
 * Times are minutes on one clock for the whole instance. docs/schedule-instance.md
 * describes each field.
 */
export const instanceSchema = z
  .object({
    slots: z
      .array(
        z.object({
          id,
          start: z.number().int(),
          end: z.number().int(),
          /** The part of the session, such as a morning. */
          part: z.string().default(""),
        }),
      )
      .max(500),
    tables: z
      .array(
        z.object({
          id,
          hall: z.string().default(""),
          kind: z.enum(["place", "online"]).default("place"),
          /** Slots in which it cannot be used. */
          closed: z.array(id).default([]),
          /** The organisation that stays at it: its meetings are all there, and no others. */
          host: id.nullable().default(null),
        }),
      )
      .max(2_000),
    organisations: z
      .array(z.object({ id, limit: z.number().int().min(0).nullable().default(null) }))
      .default([]),
    participants: z
      .array(
        z.object({
          id,
          organisation: id,
          /** Participants with the same key are one person, who is at one place at a time. */
          person: id.nullable().default(null),
          /** Slots in which they cannot come. */
          absent: z.array(id).default([]),
          limit: z.number().int().min(0).nullable().default(null),
          /** Meetings at most in a part of the session, by its name. */
          partLimits: z.record(z.string(), z.number().int().min(0)).default({}),
        }),
      )
      .max(10_000),
    wishes: z
      .array(
        z.object({
          id,
          a: id,
          b: id,
          value: z.number().positive().finite(),
          /** Where they can meet; both when it is left out. */
          kinds: z
            .array(z.enum(["place", "online"]))
            .min(1)
            .default(["place", "online"]),
        }),
      )
      .max(100_000),
    /** Pairs of organisations that are not put together. */
    forbidden: z.array(z.tuple([id, id])).default([]),
    /** Wishes that stand as they are: at this slot, and this table when one is named. */
    pins: z.array(z.object({ wish: id, slot: id, table: id.nullable().default(null) })).default([]),
    /** Minutes a person needs from one hall to another. */
    travelMinutes: z.number().int().min(0).default(0),
    /** Meetings of any one person in any one part of the session. */
    partLimit: z.number().int().min(0).nullable().default(null),
  })
  .superRefine((instance, context) => {
    const known = (rows: { id: string }[], path: string): Set<string> => {
      const ids = new Set<string>();
      rows.forEach((row, at) => {
        if (ids.has(row.id))
          context.addIssue({ code: "custom", path: [path, at, "id"], message: "is there twice" });
        ids.add(row.id);
      });
      return ids;
    };
    const slots = known(instance.slots, "slots");
    const tables = known(instance.tables, "tables");
    const participants = known(instance.participants, "participants");
    const wishes = known(instance.wishes, "wishes");
    known(instance.organisations, "organisations");
    const refer = (ids: Set<string>, given: string, path: (string | number)[]) => {
      if (!ids.has(given)) context.addIssue({ code: "custom", path, message: "names nothing" });
    };
    instance.slots.forEach(({ start, end }, at) => {
      if (end <= start)
        context.addIssue({
          code: "custom",
          path: ["slots", at, "end"],
          message: "is not after start",
        });
    });
    instance.tables.forEach(({ closed }, at) =>
      closed.forEach((slot, n) => refer(slots, slot, ["tables", at, "closed", n])),
    );
    instance.participants.forEach(({ absent }, at) =>
      absent.forEach((slot, n) => refer(slots, slot, ["participants", at, "absent", n])),
    );
    instance.wishes.forEach(({ a, b }, at) => {
      refer(participants, a, ["wishes", at, "a"]);
      refer(participants, b, ["wishes", at, "b"]);
      if (a === b)
        context.addIssue({ code: "custom", path: ["wishes", at], message: "is with oneself" });
    });
    instance.pins.forEach(({ wish, slot, table }, at) => {
      refer(wishes, wish, ["pins", at, "wish"]);
      refer(slots, slot, ["pins", at, "slot"]);
      if (table !== null) refer(tables, table, ["pins", at, "table"]);
    });
  });
export type Instance = z.output<typeof instanceSchema>;
export type InstanceInput = z.input<typeof instanceSchema>;

/** One meeting of a timetable. */
export const placementSchema = z.object({ wish: id, slot: id, table: id });
export type Placement = z.output<typeof placementSchema>;

/** Why a wish has no place. */
export const unplacedReasons = [
  "forbidden",
  "no_common_slot",
  "no_table",
  "person_limit",
  "organisation_limit",
  "tables_full",
  "others_more_valuable",
] as const;
export type UnplacedReason = (typeof unplacedReasons)[number];

/** What a bound was computed from, each shown to be above every timetable's value. */
export const boundKinds = [
  "direct_programme",
  "grouped_programme",
  "aggregated_programme",
  "counting",
] as const;
export type BoundKind = (typeof boundKinds)[number];

export interface Fairness {
  /** People of any wish, and how many of them have no meeting. */
  people: number;
  withoutMeeting: number;
  /** Of those, how many could have one at a free table and slot, by giving up nothing. */
  avoidable: number;
  /** Jain's index of the share of its wishes' value that each organisation got; 1 is equal. */
  balance: number;
}

export interface Timetable {
  meetings: Placement[];
  unplaced: { wish: string; reason: UnplacedReason }[];
  value: number;
  bound: number;
  boundKind: BoundKind;
  /** 1 − value / bound. */
  gap: number;
  fairness: Fairness;
  /** Wishes of the timetable before that now stand elsewhere, and those that fell out. */
  moved: { wish: string; from: Placement; to: Placement | null }[];
  /** Pins that could not stand together with others; they are not in the timetable. */
  unkeptPins: string[];
}
