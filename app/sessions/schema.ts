import {
  sessionModes,
  wishRules,
  schedulers,
  questionKinds,
  tableKinds,
} from "#app/codes/session-codes.ts";
import { marketZone, clusters, organisationKinds } from "#app/codes/codes.ts";
import { z } from "zod";
import { calendarClock } from "#app/kernel/days.ts";
import { isZone, momentOf } from "#app/kernel/zones.ts";

const emptyAsNull = (value: unknown): unknown => (value === "" ? null : value);

/** A local time as `datetime-local` fields send it; empty is none. */
const localTime = z.preprocess(emptyAsNull, calendarClock("date").nullable().default(null));

const count = (most: number) => z.coerce.number().int().min(1).max(most);

/** What an organizer says of a session, with its times in the session's own zone. */
export const sessionSchema = z
  .object({
    title: z.string().trim().min(4, "titleShort").max(120),
    titleEn: z.string().trim().max(200).default(""),
    summary: z.string().trim().max(4000).default(""),
    mode: z.enum(sessionModes).default("onsite"),
    place: z.string().trim().max(200).default(""),
    zone: z.string().refine(isZone, "zone").default(marketZone),
    clusters: z.array(z.enum(clusters)).default([]),
    capacity: z.preprocess(emptyAsNull, count(5_000).nullable().default(null)),
    peoplePerOrganisation: count(50).default(3),
    registrationOpensAt: localTime,
    registrationClosesAt: localTime,
    needsApproval: z.preprocess((value) => value === "on" || value === true, z.boolean()),
    wishRule: z.enum(wishRules).default("opt_in"),
    schedulingBy: z.enum(schedulers).default("organizer"),
    meetingsPerPerson: count(100).default(10),
    meetingsPerOrganisation: count(500).default(20),
  })
  .superRefine((session, context) => {
    const issue = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (session.mode !== "online" && session.place === "") issue("place", "required");
    for (const field of ["registrationOpensAt", "registrationClosesAt"] as const) {
      const local = session[field];
      if (local !== null && momentOf(local, session.zone) === null) issue(field, "noSuchTime");
    }
    const { registrationOpensAt: opens, registrationClosesAt: closes } = session;
    if (opens !== null && closes !== null && closes <= opens)
      issue("registrationClosesAt", "timeOrder");
  });
export type SessionFields = z.infer<typeof sessionSchema>;

const optionalUrl = z
  .url("url")
  .max(500)
  .nullish()
  .transform((link) => link ?? "");

/** So many tables of one kind, numbered on from those of their hall. */
export const tablePlanSchema = z
  .object({
    hall: z.string().trim().max(40).default(""),
    prefix: z.string().trim().min(1, "required").max(20),
    count: count(300),
    seats: count(50).default(4),
    kind: z.enum(tableKinds).default("place"),
    link: optionalUrl,
  })
  .superRefine((plan, context) => {
    if (plan.kind === "online" && plan.count === 1 && plan.link === "")
      context.addIssue({ code: "custom", path: ["link"], message: "required" });
  });
export type TablePlan = z.infer<typeof tablePlanSchema>;

/** Who stays at a table, and the slots in which it cannot be used. */
export const tableArrangementSchema = z.object({
  hostOrganisationId: z.preprocess(emptyAsNull, z.uuid().nullable().default(null)),
  closed: z.array(z.uuid()).max(500).default([]),
});
export type TableArrangement = z.infer<typeof tableArrangementSchema>;

/** Minutes from one hall to another. */
export const travelSchema = z.object({
  travelMinutes: z.coerce.number().int().min(0).max(240),
});

/** A limit of meetings of a person, by kind of organisation and part; empty stands for every one. */
export const meetingLimitSchema = z.object({
  organisationKind: z.enum(["", ...organisationKinds]).default(""),
  part: z.string().trim().max(40).default(""),
  meetingsPerPerson: z.coerce.number().int().min(0).max(100),
});

const speaker = z.object({
  name: z.string().trim().min(1, "required").max(60),
  organisation: z.string().trim().max(120),
  title: z.string().trim().max(80),
});
export type Speaker = z.infer<typeof speaker>;
export const speakersSchema = z.array(speaker).max(20).catch([]);

/** An item of the programme; speakers are typed one a line: name, organisation, title, with commas between. */
export const programmeItemSchema = z
  .object({
    title: z.string().trim().min(1, "required").max(120),
    startsAt: calendarClock("date"),
    endsAt: calendarClock("date"),
    place: z.string().trim().max(120).default(""),
    description: z.string().trim().max(2000).default(""),
    speakers: z
      .string()
      .max(4000)
      .default("")
      .transform((text, context) => {
        const typed = text
          .split(/\r?\n/)
          .map((line) => line.split(/[,，、]/).map((part) => part.trim()))
          .filter(([name]) => name !== undefined && name !== "")
          .map(([name = "", organisation = "", title = ""]) => ({ name, organisation, title }));
        const parsed = z.array(speaker).max(20).safeParse(typed);
        if (parsed.success) return parsed.data;
        context.addIssue({ code: "custom", message: "tooLong", params: { max: 120 } });
        return z.NEVER;
      }),
  })
  .superRefine((item, context) => {
    if (item.endsAt <= item.startsAt)
      context.addIssue({ code: "custom", path: ["endsAt"], message: "timeOrder" });
  });
export type ProgrammeItemFields = z.infer<typeof programmeItemSchema>;

/** A question of the registration; the choices are typed one a line. */
export const questionSchema = z
  .object({
    label: z.string().trim().min(2, "required").max(200),
    kind: z.enum(questionKinds).default("text"),
    options: z
      .string()
      .default("")
      .transform((text) =>
        text
          .split(/\r?\n/)
          .map((line) => line.trim())
          .filter((line) => line !== ""),
      )
      .pipe(z.array(z.string().max(100)).max(20)),
    required: z.preprocess((value) => value === "on" || value === true, z.boolean()),
  })
  .superRefine((question, context) => {
    if (question.kind === "choice" && question.options.length < 2)
      context.addIssue({
        code: "custom",
        path: ["options"],
        message: "tooFew",
        params: { min: 2 },
      });
  });
export type QuestionFields = z.infer<typeof questionSchema>;

/** A question as the registration form asks it. */
export interface Question {
  id: string;
  label: string;
  kind: (typeof questionKinds)[number];
  options: string[];
  required: boolean;
}

const person = z.object({
  /** Of one that is there already. */
  id: z.uuid().nullable().default(null),
  name: z.string().trim().min(1, "required").max(60),
  email: z.email("email").max(200),
  position: z.string().trim().max(80).default(""),
  /** Ids of the slots in which they cannot come. */
  absences: z.array(z.uuid()).default([]),
});

/** The schema of a registration for a session with these questions and limits. */
export const sessionRegistrationSchema = (questions: Question[], peopleAtMost: number) =>
  z
    .object({
      people: z.array(person).min(1, "required").max(peopleAtMost),
      postIds: z.array(z.uuid()).max(50).default([]),
      answers: z.record(z.uuid(), z.string().trim().max(1000)).default({}),
      note: z.string().trim().max(1000).default(""),
    })
    .superRefine((registration, context) => {
      for (const { id, required, kind, options } of questions) {
        const answer = registration.answers[id] ?? "";
        const issue = (message: string) =>
          context.addIssue({ code: "custom", path: ["answers", id], message });
        if (answer === "" && required) issue("required");
        else if (kind === "choice" && answer !== "" && !options.includes(answer))
          issue("invalidChoice");
      }
      const known = new Set<string>();
      registration.people.forEach(({ email }, at) => {
        const key = email.toLowerCase();
        if (known.has(key))
          context.addIssue({
            code: "custom",
            path: ["people", at, "email"],
            message: "sameEmail",
          });
        known.add(key);
      });
    });
export type RegistrationFields = z.infer<ReturnType<typeof sessionRegistrationSchema>>;

/** How long a run of the scheduler may be told to take, in seconds. */
export const runSeconds = { min: 2, max: 600 };
