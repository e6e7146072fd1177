import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { pino } from "pino";
import type { FileStore } from "#app/kernel/file-store.ts";
import type { OrganisationKind, OrganisationRole, PlatformRole, Region } from "#app/codes/codes.ts";
import { needListing, type NeedContent } from "#app/posts/need.ts";
import { resultListing, type ResultContent } from "#app/posts/result.ts";
import type { Services } from "#app/kernel/services.ts";
import { news } from "#app/server/news.ts";
import type { Membership, Viewer } from "#app/kernel/viewer.ts";
import { databaseOf } from "#db/connection.ts";
import { prepareJobs } from "#db/jobs.ts";
import { deal, member, organisation, user } from "#db/schema/index.ts";
import { indexFields } from "#app/search/fields.ts";
import { createEmbeddedEngine } from "#search/embedded/engine.ts";
import type { SearchEngine } from "#search/engine.ts";
import { createMatcher } from "#search/matching/matcher.ts";
import { prepareSuggestions } from "#search/suggestions/index.ts";
import { contributionsOf } from "#search/matching/score.ts";
import { weights } from "#search/matching/weights.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

const noFiles: FileStore = {
  put: () => Promise.reject(new Error("this test keeps no files")),
  size: () => Promise.reject(new Error("this test keeps no files")),
  open: () => Promise.reject(new Error("this test keeps no files")),
  remove: () => Promise.resolve(),
  check: () => Promise.resolve(),
};

export interface TestMarket {
  test: TestDatabase;
  services: Services;
  close(): Promise<void>;
}

/** The product's parts over a database of their own, with the embedded index unless told otherwise. */
export const openMarket = async (
  engine?: (test: TestDatabase) => SearchEngine,
): Promise<TestMarket> => openMarketOn(await createTestDatabase(), engine);

/** The same over a migrated database that is there. */
export async function openMarketOn(
  test: TestDatabase,
  engine?: (test: TestDatabase) => SearchEngine,
): Promise<TestMarket> {
  await prepareJobs(test.url);
  const search = engine?.(test) ?? createEmbeddedEngine({ pool: test.pool, fields: indexFields });
  if (!engine) await search.prepare();
  await prepareSuggestions(test.pool);
  const services: Services = {
    database: databaseOf(test.pool),
    search,
    matcher: createMatcher(search),
    learned: { contributionsOf, reliability: weights.reliability },
    files: noFiles,
    news,
    log: pino({ level: "silent" }),
    now: () => new Date(),
    secret: "of this test and of nothing else, long",
    origin: "http://localhost",
  };
  return { test, services, close: () => test.drop() };
}

/** A person with one membership in a new organisation. */
export async function createPerson(
  services: Services,
  options: {
    kind?: OrganisationKind;
    role?: OrganisationRole;
    platformRole?: PlatformRole;
    organisation?: Membership;
    verified?: boolean;
    region?: Region;
    /** Of the new organisation. */
    name?: string;
  } = {},
): Promise<Viewer> {
  const { kind = "enterprise", role = "owner", platformRole = "member" } = options;
  const mark = randomUUID().slice(0, 8);
  const [person] = await services.database
    .insert(user)
    .values({
      name: `person ${mark}`,
      email: `${mark}@example.test`,
      platformRole,
      emailVerified: true,
    })
    .returning();
  if (!person) throw new Error("no person was made");
  let membership = options.organisation ? { ...options.organisation, role } : undefined;
  if (!membership) {
    const [made] = await services.database
      .insert(organisation)
      .values({
        name: options.name ?? `organisation ${mark}`,
        slug: mark,
        kind,
        region: options.region ?? "3201",
        verified: options.verified ?? true,
      })
      .returning();
    if (!made) throw new Error("no organisation was made");
    membership = { organisationId: made.id, name: made.name, kind, role };
  }
  await services.database
    .insert(member)
    .values({ userId: person.id, organisationId: membership.organisationId, role });
  return {
    userId: person.id,
    name: person.name,
    email: person.email,
    platformRole,
    memberships: [membership],
    active: membership,
  };
}

/** A need that passes submission. */
export const completeNeed = (changes: Partial<NeedContent> = {}): NeedContent =>
  needListing.draft.parse({
    title: "高导热碳化硅陶瓷基板烧结工艺",
    cluster: "frontier_materials",
    keywords: ["碳化硅", "陶瓷基板"],
    problem: "功率模块的碳化硅陶瓷基板导热率不足,烧结后翘曲大,良率低。",
    indicators: [{ name: "热导率", comparison: "ge", value: "180", unit: "W/(m·K)", today: "120" }],
    trl: 6,
    cooperationModes: ["commissioned_development"],
    amountMax: "800000",
    deadline: "2030-06-30",
    contactName: "技术中心",
    contactEmail: "contact@example.test",
    ...changes,
  });

/** A result that passes submission and fits the need above. */
export const completeResult = (changes: Partial<ResultContent> = {}): ResultContent =>
  resultListing.draft.parse({
    title: "低翘曲高导热碳化硅陶瓷基板制备技术",
    cluster: "frontier_materials",
    keywords: ["碳化硅", "热导率"],
    abstract: "以纳米助剂液相烧结制备碳化硅陶瓷基板,热导率高,翘曲小。",
    innovation: "低温液相烧结与梯度助剂。",
    indicators: [{ name: "热导率", comparison: "ge", value: "200", unit: "W/(m·K)" }],
    trl: 7,
    cooperationModes: ["commissioned_development", "licence"],
    amountMin: "500000",
    contactName: "材料学院",
    contactEmail: "lab@example.test",
    ...changes,
  });

/** The deal that an interest began. */
export async function dealOf(services: Services, interestId: string): Promise<string> {
  const [row] = await services.database
    .select({ id: deal.id })
    .from(deal)
    .where(eq(deal.interestId, interestId));
  if (!row) throw new Error("the interest began no deal");
  return row.id;
}
