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
import { lineOf, textOf } from "#app/kernel/texts.ts";
import { mailAddress } from "#app/kernel/mail-address.ts";
import { wholeNumber, wholeNumberIfAny, wholeNumberOr } from "#app/kernel/numbers.ts";
import { writtenLine } from "#app/text/characters.ts";

const emptyAsNull = (value: unknown): unknown => (value === "" ? null : value);

/** A local time as `datetime-local` fields send it; empty is none. */
const localTime = z.preprocess(emptyAsNull, calendarClock("date").nullable().default(null));

/** What an organizer says of a session, with its times in the session's own zone. */
export const sessionSchema = z
  .object({
    title: lineOf(120, 4, "titleShort"),
    titleEn: lineOf(200).default(""),
    summary: textOf(4000).default(""),
    mode: z.enum(sessionModes).default("onsite"),
    place: lineOf(200).default(""),
    zone: z.string().refine(isZone, "zone").default(marketZone),
    clusters: z.array(z.enum(clusters)).default([]),
    capacity: wholeNumberIfAny(1, 5_000),
    peoplePerOrganisation: wholeNumberOr(1, 50, 3),
    registrationOpensAt: localTime,
    registrationClosesAt: localTime,
    needsApproval: z.preprocess((value) => value === "on" || value === true, z.boolean()),
    wishRule: z.enum(wishRules).default("opt_in"),
    schedulingBy: z.enum(schedulers).default("organizer"),
    meetingsPerPerson: wholeNumberOr(1, 100, 10),
    meetingsPerOrganisation: wholeNumberOr(1, 500, 20),
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
    hall: lineOf(40).default(""),
    prefix: lineOf(20, 1),
    count: wholeNumber(1, 300),
    seats: wholeNumberOr(1, 50, 4),
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
  travelMinutes: wholeNumber(0, 240),
});

/** A limit of meetings of a person, by kind of organisation and part; empty stands for every one. */
export const meetingLimitSchema = z.object({
  organisationKind: z.enum(["", ...organisationKinds]).default(""),
  part: lineOf(40).default(""),
  meetingsPerPerson: wholeNumber(0, 100),
});

const speaker = z.object({
  name: lineOf(60, 1),
  organisation: lineOf(120),
  title: lineOf(80),
});
export type Speaker = z.infer<typeof speaker>;
export const speakersSchema = z.array(speaker).max(20).catch([]);

/** An item of the programme; speakers are typed one a line: name, organisation, title, with commas between. */
export const programmeItemSchema = z
  .object({
    title: lineOf(120, 1),
    startsAt: calendarClock("date"),
    endsAt: calendarClock("date"),
    place: lineOf(120).default(""),
    description: textOf(2000).default(""),
    speakers: textOf(4000)
      .default("")
      .transform((text, context) => {
        const typed = text
          .split("\n")
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
    label: lineOf(200, 2, "required"),
    kind: z.enum(questionKinds).default("text"),
    options: textOf(4000)
      .default("")
      .transform((text) =>
        text
          .split("\n")
          .map(writtenLine)
          .filter((line) => line !== ""),
      )
      .pipe(z.array(lineOf(100)).max(20)),
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
  name: lineOf(60, 1),
  email: mailAddress,
  position: lineOf(80).default(""),
  /** Ids of the slots in which they cannot come. */
  absences: z.array(z.uuid()).default([]),
});

/** The schema of a registration for a session with these questions and limits. */
export const sessionRegistrationSchema = (questions: Question[], peopleAtMost: number) =>
  z
    .object({
      people: z.array(person).min(1, "required").max(peopleAtMost),
      postIds: z.array(z.uuid()).max(50).default([]),
      answers: z.record(z.uuid(), textOf(1000)).default({}),
      note: textOf(1000).default(""),
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
        if (known.has(email))
          context.addIssue({
            code: "custom",
            path: ["people", at, "email"],
            message: "sameEmail",
          });
        known.add(email);
      });
    });
export type RegistrationFields = z.infer<ReturnType<typeof sessionRegistrationSchema>>;

/** How long a run of the scheduler may be told to take, in seconds. */
export const runSeconds = { min: 2, max: 600 };
