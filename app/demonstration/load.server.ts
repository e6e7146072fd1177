import { count } from "drizzle-orm";
import type { Auth } from "#app/accounts/auth.server.ts";
import { countries, type OrganisationKind, type Region } from "#app/codes/codes.ts";
import { settledOwner } from "#app/posts/disclosure/crowd.server.ts";
import { draftSchema } from "#app/posts/content.ts";
import { addDays } from "#app/kernel/dates.ts";
import { publicationDays } from "#app/posts/lifecycle.ts";
import type { Services } from "#app/kernel/services.ts";
import { creditCheckCharacter, organisationCheckCharacter } from "#app/verification/credit-code.ts";
import { inTransaction, type Transaction } from "#db/connection.ts";
import {
  accounts,
  demonstrationPassword,
  demonstrationStory,
  needs,
  organisations,
  results,
} from "#db/demonstration/index.ts";
import { newId, newSilentId } from "#db/schema/columns.ts";
import {
  account as credentials,
  member,
  organisation,
  organisationVerification,
  post,
  postVersion,
  user,
} from "#db/schema/index.ts";
import { insertSessions } from "./sessions.server.ts";
import { insertStory } from "./story.server.ts";

/**
 * Loads the demonstration data into an empty database, once. The index is not
 * told: it must be built anew when this answers that data was loaded.
 */
export function loadDemonstration(services: Services, auth: Auth): Promise<boolean> {
  return inTransaction(services.database, async (transaction) => {
    await transaction.$client.query("SELECT pg_advisory_xact_lock(7114004)");
    const [people] = await transaction.select({ number: count() }).from(user);
    if ((people?.number ?? 0) > 0) return false;
    const context = await auth.$context;
    const password = await context.password.hash(demonstrationPassword);
    const organisationIds = await insertOrganisations(transaction, services.now());
    await insertAccounts(transaction, organisationIds, password);
    await insertPosts(services, transaction, organisationIds);
    const sides = {
      demand: idOf(organisationIds, demonstrationStory.demand),
      supply: idOf(organisationIds, demonstrationStory.supply),
    };
    await insertStory(transaction, sides, services.now());
    await insertSessions(transaction, organisationIds, services.now());
    return true;
  });
}

/** The lines that tell a newcomer how to sign in. */
export const demonstrationAccounts: string[] = [
  `Sign in as   ${accounts
    .map(({ email }) => email)
    .slice(0, 4)
    .join(", ")}`,
  `             (password of all demonstration accounts: ${demonstrationPassword})`,
];

type Ids = Map<string, string>;

async function insertOrganisations(transaction: Transaction, now: Date): Promise<Ids> {
  const ids: Ids = new Map(organisations.map(({ key }) => [key, newId()]));
  await transaction
    .insert(organisation)
    .values(organisations.map(({ key, ...fields }) => ({ id: ids.get(key), ...fields })));
  const verified = organisations.flatMap((one, index) => (one.verified ? [{ ...one, index }] : []));
  await transaction.insert(organisationVerification).values(
    verified.map(({ key, name, kind, region, index }) => ({
      organisationId: idOf(ids, key),
      state: "verified" as const,
      name,
      demonstration: true,
      decidedAt: now,
      ...demonstrationCode(kind, region, index),
    })),
  );
  return ids;
}

/** Made up by the rule of the code, in a range of organisation codes that no register gives out. */
function demonstrationCode(kind: OrganisationKind, region: Region, index: number) {
  const country = countries.find((code) => code === region);
  if (country) return { country, code: `DEMO-${index}`, register: "Demonstration register" };
  const head = kind === "enterprise" || kind === "service_provider" ? "91" : "12";
  const organisation = `YYYYYY${String(index).padStart(2, "0")}`;
  const first17 = `${head}${region.padEnd(6, "0")}${organisation}${organisationCheckCharacter(organisation)}`;
  return { country: "CN" as const, code: first17 + creditCheckCharacter(first17), register: "" };
}

async function insertAccounts(
  transaction: Transaction,
  organisationIds: Ids,
  password: string,
): Promise<void> {
  for (const { name, email, platformRole, memberships } of accounts) {
    const userId = newId();
    await transaction
      .insert(user)
      .values({ id: userId, name, email, platformRole, emailVerified: true });
    await transaction
      .insert(credentials)
      .values({ userId, accountId: userId, providerId: "credential", password });
    for (const one of memberships)
      await transaction.insert(member).values({
        userId,
        organisationId: idOf(organisationIds, one.organisation),
        role: one.role,
      });
  }
}

async function insertPosts(
  services: Services,
  transaction: Transaction,
  organisationIds: Ids,
): Promise<void> {
  const all = [
    ...needs.map((need) => ({ kind: "need" as const, ...need })),
    ...results.map((result) => ({ kind: "result" as const, ...result })),
  ];
  const now = services.now();
  for (const [index, { kind, organisation: key, content: given, state }] of all.entries()) {
    const content = draftSchema(kind).parse(given);
    const invited = content.invited.length === 0 && content.visibility === "invited";
    if (invited) content.invited = [...organisationIds.values()].slice(0, 8);
    const id = newSilentId();
    const organisationId = idOf(organisationIds, key);
    const publishedAt = addDays(now, -(index % 60));
    const published = state === "published";
    await transaction.insert(post).values({
      id,
      kind,
      organisationId,
      title: content.title,
      cluster: content.cluster,
      // A second apart, so that their order is the list's.
      createdAt: new Date(now.getTime() + 1_000 * (index - all.length)),
      ...(published
        ? {
            publication: "published",
            content,
            version: 1,
            publishedAt,
            expiresAt: addDays(publishedAt, publicationDays),
            shownOwner: await settledOwner(transaction, content, {
              organisationId,
              shownOwner: null,
            }),
          }
        : { draftState: state, draft: content, submittedAt: state === "submitted" ? now : null }),
    });
    if (published) await transaction.insert(postVersion).values({ postId: id, number: 1, content });
  }
}

function idOf(ids: Ids, key: string): string {
  const id = ids.get(key);
  if (!id) throw new Error(`the demonstration data names an unknown organisation: ${key}`);
  return id;
}
