import { createHash } from "node:crypto";
import type { SearchDocument } from "../documents.ts";
import { packTerms, termsOf } from "../matching/terms.ts";
import { packFacets } from "./facets.ts";
import { normalisedTexts, vectorsOf } from "./lexemes.ts";
import { bodyOf } from "./rank.ts";

/** Documents as rows of the index's table, in JSON. */
export const rowsOf = (documents: SearchDocument[]): string => JSON.stringify(documents.map(rowOf));

function rowOf(document: SearchDocument) {
  const texts = normalisedTexts(document);
  return {
    id: document.id,
    level: levelOf(document.id),
    kind: document.kind,
    state: document.state,
    organisation_id: document.organisationId,
    audience: document.audience,
    cluster: document.clusters,
    region: document.region,
    trl: document.trl === null ? null : String(document.trl),
    cooperation_mode: document.cooperationModes,
    facets: packFacets(document),
    published_at: Math.floor(document.publishedAt),
    expires_at: document.expiresAt === null ? null : Math.floor(document.expiresAt),
    deadline: document.deadline === null ? null : Math.floor(document.deadline),
    revision: document.revision,
    ...vectorsOf(document, texts),
    body: bodyOf(texts),
    terms: packTerms(termsOf(document)),
    document,
  };
}

/** Half of all ids have level 0, a quarter 1 and so on: the zero bits that a hash of the id ends with. */
function levelOf(id: string): number {
  const bits = createHash("sha1").update(id).digest().readInt32BE();
  return bits === 0 ? 32 : 31 - Math.clz32(bits & -bits);
}
