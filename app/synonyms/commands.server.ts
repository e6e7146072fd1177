import { and, eq, sql } from "drizzle-orm";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { inTransaction, type Reader, type Transaction } from "#db/connection.ts";
import { synonymGroup } from "#db/schema/index.ts";
import { problemsOf } from "#search/text/synonym-rules.ts";
import { lockSynonyms } from "./lock.server.ts";
import {
  insertGroup,
  lockGroup,
  type SynonymRow,
  decidedBy,
  synonymLife,
} from "./change.server.ts";
import { checkStep, takeStep } from "#app/kernel/steps.server.ts";
import { mayKeepSynonyms, mayProposeSynonyms } from "./policy.ts";
import type { GroupProblem } from "./problems.ts";
import type { SynonymStep } from "./schema.ts";
import { groupsInUse, type GroupInUse } from "./set.server.ts";

/** What was kept, or why nothing was. */
export type GroupOutcome = { group: SynonymRow } | { problems: GroupProblem[] };

/** Proposals of one person that may wait for review at once. */
const mostOpen = 20;

interface Given {
  words: string[];
  note: string;
}

/**
 * A person says that words mean the same; an organizer decides.
 *
 * @throws Refusal signInRequired for a guest
 */
export function proposeSynonyms(
  services: Services,
  viewer: Viewer,
  { words, note }: Given,
): Promise<GroupOutcome> {
  if (!mayProposeSynonyms(viewer)) throw new Refusal("signInRequired");
  return inTransaction(services.database, async (transaction) => {
    await lockSynonyms(transaction);
    const problems = await proposalProblems(transaction, viewer, words);
    if (problems.length > 0) return { problems };
    return {
      group: await insertGroup(
        transaction,
        viewer,
        { words, note, state: "proposed" },
        services.now(),
      ),
    };
  });
}

async function proposalProblems(
  transaction: Transaction,
  viewer: Viewer,
  words: string[],
): Promise<GroupProblem[]> {
  const problems: GroupProblem[] = problemsOf(words);
  if (problems.length > 0) return problems;
  const groups = await groupsInUse(transaction);
  const known = groups.find((group) => words.every((word) => group.words.includes(word)));
  if (known) return [{ rule: "known", group: known.words }];
  const open = await transaction
    .select({ words: synonymGroup.words, proposedById: synonymGroup.proposedById })
    .from(synonymGroup)
    .where(
      and(
        eq(synonymGroup.state, "proposed"),
        sql`(${synonymGroup.proposedById} = ${viewer.userId} or ${synonymGroup.words} @> ${sql.param(words, synonymGroup.words)})`,
      ),
    )
    .limit(mostOpen + 1);
  if (open.some((other) => words.every((word) => other.words.includes(word))))
    return [{ rule: "alreadyProposed" }];
  const own = open.filter(({ proposedById }) => proposedById === viewer.userId).length;
  return own >= mostOpen ? [{ rule: "tooManyOpen", most: mostOpen }] : [];
}

/**
 * An organizer adds a group that is used at once; `replaces` names the built-in
 * group that it is an edited copy of.
 *
 * @throws Refusal forbidden; conflict when that built-in group was replaced or retired meanwhile
 */
export function addSynonyms(
  services: Services,
  viewer: Viewer,
  given: Given & { replaces?: string | undefined },
): Promise<GroupOutcome> {
  if (!mayKeepSynonyms(viewer)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    await lockSynonyms(transaction);
    const groups = await groupsInUse(transaction);
    if (given.replaces !== undefined) builtInOf(groups, given.replaces);
    const others = groups.filter(({ builtIn }) => !builtIn || builtIn !== given.replaces);
    const problems = problemsOf(given.words, wordsOfGroups(others));
    if (problems.length > 0) return { problems };
    const { words, note, replaces } = given;
    const group = await insertGroup(
      transaction,
      viewer,
      {
        words,
        note,
        replaces,
        state: "approved",
      },
      services.now(),
    );
    return { group };
  });
}

/**
 * Lets a built-in group be used no longer; restoring what this keeps undoes it.
 *
 * @throws Refusal forbidden; conflict when it was replaced or retired meanwhile
 */
export function retireBuiltIn(
  services: Services,
  viewer: Viewer,
  key: string,
): Promise<SynonymRow> {
  if (!mayKeepSynonyms(viewer)) throw new Refusal("forbidden");
  return inTransaction(services.database, async (transaction) => {
    await lockSynonyms(transaction);
    const { words } = builtInOf(await groupsInUse(transaction), key);
    return insertGroup(
      transaction,
      viewer,
      {
        words: [...words],
        note: "",
        replaces: key,
        state: "retired",
      },
      services.now(),
    );
  });
}

function builtInOf(groups: GroupInUse[], key: string): GroupInUse {
  const found = groups.find(({ builtIn }) => builtIn === key);
  if (!found) throw new Refusal("conflict");
  return found;
}

const wordsOfGroups = (groups: GroupInUse[]) => groups.map(({ words }) => words);

/**
 * An organizer's step with one group, as it stood at the step's revision.
 *
 * @throws Refusal forbidden, notFound, conflict when it was changed since, illegalStep
 */
export function takeSynonymStep(
  services: Services,
  viewer: Viewer,
  id: string,
  step: SynonymStep,
): Promise<GroupOutcome> {
  return inTransaction(services.database, async (transaction): Promise<GroupOutcome> => {
    const found = await lockGroup(transaction, viewer, id);
    const action = step.step === "merge" ? "approve" : step.step;
    const now = services.now();
    const request = { action, viewer, now, version: step.revision };
    checkStep(synonymLife, found, request);
    switch (step.step) {
      case "edit": {
        const problems = await problemsWhenUsed(transaction, found, step.words);
        if (problems.length > 0) return { problems };
        const changes = { words: step.words, note: step.note };
        return { group: await takeStep(transaction, synonymLife, found, { ...request, changes }) };
      }
      case "approve":
      case "restore": {
        const problems = problemsOf(found.words, await otherGroups(transaction, found));
        if (problems.length > 0) return { problems };
        const changes = decidedBy(viewer, now);
        return { group: await takeStep(transaction, synonymLife, found, { ...request, changes }) };
      }
      case "merge":
        return merge(transaction, viewer, found, now);
      case "reject": {
        const { reason } = step;
        const changes = { reason, ...decidedBy(viewer, now) };
        const detail = { reason };
        return {
          group: await takeStep(transaction, synonymLife, found, { ...request, changes, detail }),
        };
      }
      case "retire": {
        const changes = decidedBy(viewer, now);
        return { group: await takeStep(transaction, synonymLife, found, { ...request, changes }) };
      }
    }
  });
}

/** A proposal may overlap with what is used until it is approved. */
const problemsWhenUsed = async (reader: Reader, found: SynonymRow, words: string[]) =>
  problemsOf(words, found.state === "approved" ? await otherGroups(reader, found) : []);

async function otherGroups(reader: Reader, found: SynonymRow): Promise<(readonly string[])[]> {
  return wordsOfGroups((await groupsInUse(reader)).filter(({ id }) => id !== found.id));
}

/**
 * Approves a proposal that shares words with one group in use: the proposal
 * becomes both together, and that group gives way to it.
 */
async function merge(
  transaction: Transaction,
  viewer: Viewer,
  found: SynonymRow,
  now: Date,
): Promise<GroupOutcome> {
  const groups = await groupsInUse(transaction);
  const sharing = groups.filter(({ words }) => words.some((word) => found.words.includes(word)));
  const [other] = sharing;
  if (!other) throw new Refusal("conflict");
  const words = [...new Set([...other.words, ...found.words])];
  const problems = problemsOf(words, wordsOfGroups(groups.filter((group) => group !== other)));
  if (problems.length > 0) return { problems };
  const replaces = other.builtIn ?? (await giveWay(transaction, viewer, other, found.id, now));
  const group = await takeStep(transaction, synonymLife, found, {
    action: "approve",
    viewer,
    now,
    changes: { words, replaces, ...decidedBy(viewer, now) },
    detail: { mergedWith: other.words },
  });
  return { group };
}

/** Retires the group in favour of another; answers which built-in group it stood for. */
async function giveWay(
  transaction: Transaction,
  viewer: Viewer,
  other: GroupInUse,
  favoured: string,
  now: Date,
): Promise<string | null> {
  if (other.id === null) throw new Refusal("conflict");
  const given = await lockGroup(transaction, viewer, other.id);
  await takeStep(transaction, synonymLife, given, {
    action: "retire",
    viewer,
    now,
    changes: { replaces: null, ...decidedBy(viewer, now) },
    detail: { mergedInto: favoured },
  });
  return given.replaces;
}
