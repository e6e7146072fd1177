import {
  organisationKinds,
  type Cluster,
  type OrganisationKind,
  type Region,
} from "#app/codes/codes.ts";
import { kindOfName } from "#app/office/code-words.ts";
import { organisationKey } from "#app/organisations/organisation-key.ts";
import type { RegistrationColumn } from "#app/sessions/registrations/import/registration-columns.ts";
import type {
  FileRow,
  RegistrationRowProblem,
} from "#app/sessions/registrations/import/registration-file.ts";
import type { RegistrationState } from "#app/codes/states.ts";

/** What is known of a session and of the organisations that rows of a file name. */
export interface ImportFacts {
  /** By unified social credit code of verified organisations. */
  byCode: Map<string, { id: string; names: string[] }>;
  /** By the key of its name in either language; several organisations may share one. */
  byName: Map<string, string[]>;
  registrations: Map<string, { id: string; state: RegistrationState; cluster: Cluster | null }>;
  /** People of a registration by mail address. */
  people: Map<string, Map<string, { id: string; name: string; position: string; phone: string }>>;
  /** Accounts by organisation and mail address of its members. */
  accounts: Map<string, string>;
  /** Published posts of an organisation. */
  posts: Map<string, { id: string; title: string }[]>;
  /** Registration and post. */
  brought: Set<string>;
  /** Participant and slot. */
  absences: Set<string>;
  /** Participant and slot of planned meetings. */
  seats: Set<string>;
  /** Slots by their local begin. */
  slots: Map<string, string>;
  peopleAtMost: number;
  /** Places that are free. */
  free: number;
}

export interface ImportPlan {
  refused: RegistrationRowProblem[];
  /** Names of organisations that are not known and are not to be made. */
  unknown: string[];
  organisations: { id: string; name: string; kind: OrganisationKind; region: Region | null }[];
  registrations: {
    id: string;
    organisationId: string;
    state: "admitted" | "waiting";
    cluster: Cluster | null;
  }[];
  /** Clusters of registrations that were there. */
  clusters: { id: string; cluster: Cluster }[];
  /** Registrations that were there and are not what they were. */
  touched: string[];
  people: {
    id: string;
    registrationId: string;
    organisationId: string;
    userId: string | null;
    name: string;
    email: string;
    position: string;
    phone: string;
  }[];
  changes: { id: string; name: string; position: string; phone: string }[];
  absences: { participantId: string; slotId: string }[];
  posts: { registrationId: string; postId: string }[];
  added: number;
  changed: number;
  unchanged: number;
}

export const pairKey = (one: string, other: string): string => `${one}/${other}`;

/**
 * Decides for each row, in the order of the file, what is to be written: people
 * join the registration of their organisation, or begin one that is admitted while
 * places are free and waits otherwise. What is there already is left as it is, so
 * the same rows again change nothing. Absences and posts are added, never taken away.
 */
export function planRows(
  rows: FileRow[],
  facts: ImportFacts,
  { createOrganisations, newId }: { createOrganisations: boolean; newId: () => string },
): ImportPlan {
  const plan: ImportPlan = {
    refused: [],
    unknown: [],
    organisations: [],
    registrations: [],
    clusters: [],
    touched: [],
    people: [],
    changes: [],
    absences: [],
    posts: [],
    added: 0,
    changed: 0,
    unchanged: 0,
  };
  const made = new Map<string, string>();
  const madeByCode = new Map<string, { id: string; names: string[] }>();
  const clustersSaid = new Map<string, Cluster>();
  const unknown = new Set<string>();
  const touched = new Set<string>();
  const begun = new Map<string, string>();
  const counts = new Map<string, number>();
  const lines = new Map<string, number>();
  const brought = new Set(facts.brought);
  let { free } = facts;

  for (const row of rows) {
    const problems: RegistrationRowProblem[] = [];
    const problem = (
      column: RegistrationColumn,
      reason: string,
      values: RegistrationRowProblem["values"] = {},
    ) => void problems.push({ line: row.line, column, reason, values });

    const found = findOrganisation(row, facts, { made, madeByCode });
    if (found !== null && "reason" in found) problem(found.column, found.reason, found.values);
    if (found === null && !createOrganisations) {
      unknown.add(row.organisation);
      problem("organisation", "organisationUnknown", { name: row.organisation });
    }
    const organisationId = found !== null && "id" in found ? found.id : null;
    const slots = row.absences.flatMap((begin) => {
      const slot = facts.slots.get(begin);
      if (slot === undefined)
        problem("absences", "slotUnknown", { value: begin.replace("T", " ") });
      return slot ?? [];
    });
    const own = organisationId === null ? [] : (facts.posts.get(organisationId) ?? []);
    const postIds =
      problems.length > 0 && organisationId === null ? [] : findPosts(row.posts, own, problem);

    const registration =
      organisationId === null ? undefined : facts.registrations.get(organisationId);
    if (registration?.state === "declined") problem("organisation", "registrationDeclined");
    if (registration?.state === "cancelled") problem("organisation", "registrationCancelled");
    const registrationId =
      registration?.id ?? (organisationId === null ? undefined : begun.get(organisationId));
    const there = registrationId === undefined ? undefined : facts.people.get(registrationId);
    const person = there?.get(row.email);
    const who = pairKey(organisationId ?? organisationKey(row.organisation), row.email);
    const before = lines.get(who);
    if (before !== undefined) problem("email", "duplicate", { line: before });
    const many = (counts.get(registrationId ?? "") ?? there?.size ?? 0) + 1;
    if (!person && before === undefined && many > facts.peopleAtMost)
      problem("organisation", "tooManyPeople", { max: facts.peopleAtMost });
    if (person && slots.some((slot) => facts.seats.has(pairKey(person.id, slot))))
      problem("absences", "meetingsStand");
    if (problems.length > 0) {
      plan.refused.push(...problems);
      continue;
    }

    lines.set(who, row.line);
    const organisation = organisationId ?? makeOrganisation(row);
    const joined = registrationId ?? beginRegistration(organisation, row.cluster);
    const movesCluster = registration !== undefined && saysCluster(registration, row.cluster);
    const personId = person?.id ?? newId();
    const absences = slots.filter((slot) => !facts.absences.has(pairKey(personId, slot)));
    const posts = postIds.filter((postId) => !brought.has(pairKey(joined, postId)));
    for (const slotId of new Set(absences)) plan.absences.push({ participantId: personId, slotId });
    for (const postId of posts) {
      brought.add(pairKey(joined, postId));
      plan.posts.push({ registrationId: joined, postId });
    }
    if (!person) {
      counts.set(joined, many);
      const { name, email, position, phone } = row;
      const userId = facts.accounts.get(pairKey(organisation, email)) ?? null;
      plan.people.push({
        ...{ id: personId, registrationId: joined, organisationId: organisation },
        ...{ userId, name, email, position, phone },
      });
      plan.added += 1;
    } else {
      const position = row.position === "" ? person.position : row.position;
      const phone = row.phone === "" ? person.phone : row.phone;
      const differs =
        person.name !== row.name || person.position !== position || person.phone !== phone;
      if (differs) plan.changes.push({ id: personId, name: row.name, position, phone });
      if (differs || movesCluster || absences.length > 0 || posts.length > 0) plan.changed += 1;
      else {
        plan.unchanged += 1;
        continue;
      }
    }
    if (registration) touched.add(joined);
  }
  return { ...plan, unknown: [...unknown], touched: [...touched] };

  function makeOrganisation({ organisation: name, kind, city: region, code }: FileRow): string {
    const id = newId();
    const told = organisationKinds.find((one) => one === kindOfName(name));
    plan.organisations.push({ id, name, kind: kind ?? told ?? "enterprise", region });
    made.set(organisationKey(name), id);
    if (code !== "") madeByCode.set(code, { id, names: [name] });
    return id;
  }

  /** Whether a row gives a registration that was there another cluster; the first row that says one counts. */
  function saysCluster(
    { id, cluster: before }: { id: string; cluster: Cluster | null },
    cluster: Cluster | null,
  ): boolean {
    if (cluster === null || clustersSaid.has(id)) return false;
    clustersSaid.set(id, cluster);
    if (cluster === before) return false;
    plan.clusters.push({ id, cluster });
    return true;
  }

  function beginRegistration(organisationId: string, cluster: Cluster | null): string {
    const id = newId();
    const state = free > 0 ? "admitted" : "waiting";
    free -= 1;
    plan.registrations.push({ id, organisationId, state, cluster });
    begun.set(organisationId, id);
    return id;
  }
}

type Found =
  | { id: string }
  | { column: RegistrationColumn; reason: string; values: RegistrationRowProblem["values"] }
  | null;

/** The organisation of a row; null when it could be made. */
function findOrganisation(
  row: FileRow,
  facts: ImportFacts,
  { made, madeByCode }: { made: Map<string, string>; madeByCode: ImportFacts["byCode"] },
): Found {
  const name = organisationKey(row.organisation);
  const coded =
    row.code === "" ? undefined : (facts.byCode.get(row.code) ?? madeByCode.get(row.code));
  if (coded) {
    if (name === "" || coded.names.some((one) => organisationKey(one) === name))
      return { id: coded.id };
    const values = { name: coded.names[0] ?? "" };
    return { column: "code", reason: "organisationMismatch", values };
  }
  if (name === "") return { column: "code", reason: "codeUnknown", values: { value: row.code } };
  const named = facts.byName.get(name) ?? [];
  if (named.length > 1)
    return {
      column: "organisation",
      reason: "organisationAmbiguous",
      values: { name: row.organisation },
    };
  const id = named[0] ?? made.get(name);
  return id === undefined ? null : { id };
}

function findPosts(
  wanted: string[],
  own: { id: string; title: string }[],
  problem: (column: "posts", reason: string, values: RegistrationRowProblem["values"]) => void,
): string[] {
  return wanted.flatMap((value) => {
    const found = own.filter(
      ({ id, title }) => id === value.toLowerCase() || title.trim() === value,
    );
    if (found.length === 0) problem("posts", "postUnknown", { value });
    if (found.length > 1) problem("posts", "postAmbiguous", { value });
    return found.length === 1 ? found.map(({ id }) => id) : [];
  });
}
