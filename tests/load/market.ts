import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import {
  clusters,
  cooperationModes,
  regions as knownRegions,
  type PostKind,
} from "#app/codes/codes.ts";
import { settleMatches } from "#app/matching/standing.server.ts";
import { draftSchema, tagged } from "#app/posts/content.ts";
import { postDocument } from "#app/posts/document.ts";
import { readPost } from "#app/posts/row.ts";
import { collectSuggestionsOnce, rebuildIndex } from "#app/search/rebuild.server.ts";
import { openDatabaseServer } from "#app/server/database-server.ts";
import { readEnvironment } from "#app/server/environment.ts";
import { createLog } from "#app/server/log.ts";
import { createParts, type ServerParts } from "#app/server/services.ts";
import { newId } from "#db/schema/columns.ts";
import { account, matchedPost, member, organisation, post, user } from "#db/schema/index.ts";
import { benchNow, createCorpus, readSources, type Corpus } from "#search/bench/corpus.ts";

/** What the bench knows of a prepared market. */
const marketSchema = z.object({
  documents: z.number(),
  password: z.string(),
  /** Mail addresses of people who can sign in, each of an organisation of its own. */
  people: z.array(z.string()),
  /** Addresses of some posts' pages. */
  posts: z.array(z.string()),
  /** Some of what people look for. */
  words: z.array(z.string()),
});
export type Market = z.infer<typeof marketSchema>;

const password = "a password of the load bench";
const peopleCount = 200;
const organisationCount = 400;
const batch = 1_000;
const day = 24 * 60 * 60 * 1_000;

/**
 * A market with so many published needs and results in a home of the product, which is
 * filled once: a later run takes it as it is.
 */
export async function prepareMarket(
  home: string,
  wanted: { documents: number; data: string; databasePort: number },
): Promise<Market> {
  const note = path.join(home, "market.json");
  if (existsSync(note)) {
    const market = marketSchema.parse(JSON.parse(await fs.readFile(note, "utf8")));
    if (market.documents === wanted.documents) return market;
    throw new Error(`${home} has ${market.documents} documents; give another --home or remove it`);
  }
  console.error(`Filling ${home} with ${wanted.documents} documents; this is done once.`);
  const corpus = createCorpus(readSources(wanted.data), 41);
  await inProduct(home, wanted.databasePort, async (parts) => {
    await fill(parts, corpus, wanted.documents);
    await collectSuggestionsOnce(parts.services);
    await parts.services.search.prepare();
    await rebuildIndex(parts.services);
    await parts.services.database.execute("ANALYZE");
    const market = await describe(parts, corpus, wanted.documents);
    await fs.writeFile(note, JSON.stringify(market));
  });
  return marketSchema.parse(JSON.parse(await fs.readFile(note, "utf8")));
}

/** Works with the product's parts over the home's database, while the product is not running. */
async function inProduct(
  home: string,
  databasePort: number,
  work: (parts: ServerParts) => Promise<void>,
): Promise<void> {
  const environment = readEnvironment({
    DUIJIE_HOME: home,
    DATABASE_PORT: String(databasePort),
    LOG_LEVEL: "warn",
  });
  const database = await openDatabaseServer(environment, console.error);
  const parts = createParts(environment, database.url, createLog(environment, "command"));
  try {
    await work(parts);
  } finally {
    await parts.close();
    await database.stop();
  }
}

interface Organisation {
  id: string;
  authorId: string;
}

async function fill(parts: ServerParts, corpus: Corpus, documents: number): Promise<void> {
  const owners = await fillOrganisations(parts);
  const { database } = parts.services;
  let number = 0;
  for (let done = 0; done < documents; done += batch) {
    const rows: (typeof post.$inferInsert)[] = [];
    while (rows.length < Math.min(batch, documents - done)) {
      const row = postOf(corpus, number, owners);
      if (row) rows.push(row);
      number += 1;
    }
    await database.insert(post).values(rows);
    // They count as matched, or the worker would look for the matches of them all.
    await database
      .insert(matchedPost)
      .values(rows.map(({ id }) => ({ postId: id ?? "", revision: 1, matchedAt: new Date() })));
    if (number % 100 < 10) await wait(0);
  }
}

async function fillOrganisations({ services, auth }: ServerParts) {
  const { database } = services;
  const hash = await (await auth.$context).password.hash(password);
  const owners: Record<PostKind, Organisation[]> = { need: [], result: [] };
  for (let number = 0; number < organisationCount; number += 1) {
    const kind = number % 2 === 0 ? "enterprise" : "university";
    const [id, authorId] = [newId(), newId()];
    await database.insert(organisation).values({
      id,
      name: `负载${kind === "enterprise" ? "科技有限公司" : "大学"}${number}`,
      slug: `load-${number}`,
      kind,
      region: knownRegions[number % knownRegions.length],
      verified: number % 3 === 0,
    });
    await database
      .insert(user)
      .values({ id: authorId, name: `人员${number}`, email: emailOf(number), emailVerified: true });
    await database
      .insert(account)
      .values({ userId: authorId, accountId: authorId, providerId: "credential", password: hash });
    await database.insert(member).values({ userId: authorId, organisationId: id, role: "owner" });
    owners[kind === "enterprise" ? "need" : "result"].push({ id, authorId });
  }
  return owners;
}

const emailOf = (number: number) => `load-${number}@duijie.example`;

/** A document of the corpus as a published post; null for what is no post. */
function postOf(
  corpus: Corpus,
  number: number,
  owners: Record<PostKind, Organisation[]>,
): typeof post.$inferInsert | null {
  const document = corpus.document(number);
  if (document.kind === "organisation") return null;
  const { kind } = document;
  const owner = owners[kind][number % owners[kind].length];
  const cluster = clusters[Number(document.clusters[0]?.split("_")[1] ?? 1) - 1] ?? clusters[0];
  const [first = "", second = ""] = document.passages.map(({ text }) => text);
  const content = tagged(
    kind,
    draftSchema(kind).parse({
      title: document.title.slice(0, 120),
      cluster,
      keywords: document.keywords.map((keyword) => keyword.slice(0, 100)),
      trl: document.trl,
      cooperationModes: document.cooperationModes.filter((one) =>
        (cooperationModes as readonly string[]).includes(one),
      ),
      indicators: document.indicators,
      amountMax: document.amountMax === null ? null : String(document.amountMax),
      contactName: "联系人",
      ...(kind === "need"
        ? { problem: first, technology: second }
        : { abstract: first, innovation: second }),
    }),
  );
  const publishedAt = new Date(Date.now() - benchNow.getTime() + document.publishedAt * 1_000);
  return {
    id: newId(),
    kind,
    organisationId: owner?.id ?? "",
    authorId: owner?.authorId,
    publication: "published",
    content,
    version: 1,
    title: content.title,
    cluster,
    publishedAt,
    expiresAt: new Date(Date.now() + 300 * day),
  };
}

/** Names some people, posts and words, and gives each of the posts its standing matches. */
async function describe(
  { services }: ServerParts,
  corpus: Corpus,
  documents: number,
): Promise<Market> {
  const rows = await services.database.query.post.findMany({ limit: peopleCount * 2 });
  const owners = await services.database.query.organisation.findMany();
  const byId = new Map(owners.map((owner) => [owner.id, owner]));
  for (const row of rows) {
    const owner = byId.get(row.organisationId);
    const document = owner && postDocument(readPost(row), owner);
    if (document) await settleMatches(services, document, true);
  }
  const words = corpus.sources.flatMap(({ keywords }) => keywords.slice(0, 1));
  return {
    documents,
    password,
    people: Array.from({ length: peopleCount }, (_, number) => emailOf(number)),
    posts: rows.map(({ id, kind }) => `/${kind}s/${id}`),
    words: words.filter((_, index) => index % Math.ceil(words.length / 300) === 0),
  };
}
