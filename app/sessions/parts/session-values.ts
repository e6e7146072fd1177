import { marketZone } from "#app/codes/codes.ts";
import { localOf } from "#app/kernel/zones.ts";
import type { Session } from "#app/sessions/change.server.ts";
import type { SessionValues } from "./session-form.tsx";

/** What a new session begins with. */
export const newSessionValues: SessionValues = {
  title: "",
  titleEn: "",
  summary: "",
  mode: "onsite",
  place: "",
  zone: marketZone,
  clusters: [],
  capacity: "",
  peoplePerOrganisation: "3",
  registrationOpensAt: "",
  registrationClosesAt: "",
  needsApproval: "on",
  wishRule: "opt_in",
  schedulingBy: "organizer",
  meetingsPerPerson: "10",
  meetingsPerOrganisation: "20",
};

/** A session as its form shows it, with its times in its own zone. */
export const sessionValues = (session: Session): SessionValues => ({
  title: session.title,
  titleEn: session.titleEn,
  summary: session.summary,
  mode: session.mode,
  place: session.place,
  zone: session.zone,
  clusters: session.clusters,
  capacity: session.capacity === null ? "" : String(session.capacity),
  peoplePerOrganisation: String(session.peoplePerOrganisation),
  registrationOpensAt: local(session.registrationOpensAt, session.zone),
  registrationClosesAt: local(session.registrationClosesAt, session.zone),
  needsApproval: session.needsApproval ? "on" : "",
  wishRule: session.wishRule,
  schedulingBy: session.schedulingBy,
  meetingsPerPerson: String(session.meetingsPerPerson),
  meetingsPerOrganisation: String(session.meetingsPerOrganisation),
});

const local = (moment: Date | null, zone: string): string =>
  moment === null ? "" : localOf(moment, zone);
