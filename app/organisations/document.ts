import type { organisation } from "#db/schema/index.ts";
import type { SearchDocument } from "#search/documents.ts";

/** What the search index holds of an organisation; everyone may find it. */
export function organisationDocument(row: typeof organisation.$inferSelect): SearchDocument {
  return {
    id: row.id,
    kind: "organisation",
    state: "active",
    title: row.name,
    keywords: row.nameEn === "" ? [] : [row.nameEn],
    passages: row.profile === "" ? [] : [{ field: "profile", text: row.profile }],
    indicators: [],
    organisationName: row.name,
    organisationId: row.id,
    ownerId: row.id,
    verified: row.verified,
    clusters: [],
    discipline: null,
    region: row.region,
    trl: null,
    cooperationModes: [],
    amountMin: null,
    amountMax: null,
    audience: ["public"],
    publishedAt: Math.floor(row.createdAt.getTime() / 1_000),
    expiresAt: null,
    deadline: null,
    revision: Date.now(),
  };
}
