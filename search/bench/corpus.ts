import type { SearchDocument } from "../documents.ts";
import { contentWordsOf } from "../text/segment.ts";
import { chance, pick, pickUneven } from "../training/chance.ts";
import { readNeeds, readPapers } from "../training/data.ts";
import { asDocument } from "../training/graded.ts";

/** A real text that documents are made of. */
export interface Source {
  kind: "need" | "result";
  title: string;
  keywords: string[];
  sentences: string[];
  discipline: string | null;
}

/** The moment that all requests of the bench are asked at. */
export const benchNow = new Date("2026-03-01T00:00:00Z");

const clusters = Array.from({ length: 13 }, (_, index) => `cluster_${index + 1}`);
const regions = [
  ...Array.from({ length: 13 }, (_, index) => String(3201 + index)),
  ..."31 33 11 44 37 34 32 42 51 61 35 41 43 21 DE JP".split(" "),
];
export const cooperationModes = "commissioned joint transfer licence shares consulting".split(" ");
export const facetValues = {
  cluster: clusters,
  region: regions,
  trl: Array.from({ length: 9 }, (_, index) => String(index + 1)),
  cooperationMode: cooperationModes,
  kind: ["need", "result", "organisation"],
};

/** Reads the real needs and results of DUIJIE_DATA_DIR. */
export function readSources(directory: string): Source[] {
  return [
    ...readNeeds(directory).map(({ title, content }): Source => ({
      kind: "need",
      title,
      keywords: [...new Set(contentWordsOf(title))].filter((word) => word.length > 1).slice(0, 5),
      sentences: sentencesOf(content, title),
      discipline: null,
    })),
    ...readPapers(directory).map(({ title, abstract, keywords, discipline }): Source => ({
      kind: "result",
      title,
      keywords,
      sentences: sentencesOf(abstract, title),
      discipline,
    })),
  ];
}

/** What is too short for a sentence stands as its title does. */
function sentencesOf(text: string, title: string): string[] {
  const sentences = text
    .split(/(?<=[。；;!?！？\n]|\.(?=\D))/)
    .map((sentence) => sentence.trim().slice(0, 200))
    .filter((sentence) => sentence.length > 5);
  return sentences.length > 0 ? sentences : [title];
}

const day = 86_400;
const end = benchNow.getTime() / 1_000;
/** Documents are spread over so many days before the bench's moment. */
const span = 1_000 * day;

export interface Corpus {
  sources: Source[];
  /** The document of a number; the same number gives the same document. */
  document(number: number, revision?: number): SearchDocument;
  /** Documents in batches, as a source of a rebuild; the whole is never in memory. */
  batches(size: number): AsyncGenerator<SearchDocument[]>;
}

/**
 * Documents made of the sources: each takes a home text and adds sentences,
 * keywords and halves of titles of others, uneven as in Zipf's law, with coined
 * names and model numbers, so that the vocabulary grows with the number of
 * documents (Heaps' law, exponent about 0.7) and common words stay common.
 */
export function createCorpus(sources: Source[], seed: number): Corpus {
  const characters = [...new Set(sources.flatMap(({ title }) => [...title]))].filter((one) =>
    /\p{Script=Han}/u.test(one),
  );
  const neighbours = new Map<string, Source[]>();
  for (const source of sources) {
    const group = source.discipline ?? source.kind;
    neighbours.set(group, [...(neighbours.get(group) ?? []), source]);
  }

  const coined = (random: () => number, number: number): string => {
    const known = Math.ceil((number + 1) ** 0.7 * 3);
    const name = chance(Math.floor(known * random() ** 2) * 31 + 5);
    if (name() < 0.3) {
      const letters = Array.from({ length: 2 }, () => String.fromCharCode(65 + name() * 26));
      return `${letters.join("")}${Math.floor(name() * 10_000)}`;
    }
    return Array.from({ length: name() < 0.6 ? 2 : 3 }, () => pick(name, characters)).join("");
  };

  const document = (number: number, revision = 1): SearchDocument => {
    const random = chance(seed * 7_919 + number * 104_729);
    const home = pick(random, sources);
    const near = neighbours.get(home.discipline ?? home.kind) ?? sources;
    const other = () => (random() < 0.7 ? pickUneven(random, near) : pickUneven(random, sources));
    const drawn = random();
    const kind = drawn < 0.47 ? "need" : drawn < 0.96 ? "result" : "organisation";
    const sentences = Array.from({ length: 4 + Math.floor(random() * 6) }, () =>
      pick(random, (random() < 0.5 ? home : other()).sentences),
    );
    const half = (text: string, first: boolean) => {
      const middle = Math.ceil(text.length / 2);
      return first ? text.slice(0, middle) : text.slice(middle);
    };
    const title =
      random() < 0.4
        ? home.title
        : `${half(home.title, true)}${random() < 0.4 ? coined(random, number) : ""}${half(other().title, false)}`;
    const keywords = [
      ...home.keywords.filter(() => random() < 0.6),
      ...other().keywords.filter(() => random() < 0.3),
      ...(random() < 0.5 ? [coined(random, number)] : []),
    ];
    const publishedAt = Math.floor(end - span * random());
    const audience = random();
    const owner = Math.floor(random() * 5_000);
    const budget = random() < 0.5 ? Math.floor(random() * 200) * 10_000 : null;
    return {
      id: `document-${number}`,
      kind,
      state: kind === "organisation" ? "active" : random() < 0.93 ? "published" : "closed",
      title,
      keywords: [...new Set(keywords)].slice(0, 8),
      passages: [
        { field: kind === "need" ? "problem" : "abstract", text: sentences.slice(0, 4).join("") },
        { field: kind === "need" ? "expected" : "innovation", text: sentences.slice(4).join("") },
      ].filter(({ text }) => text !== ""),
      indicators:
        random() < 0.3
          ? [
              {
                name: pick(random, home.keywords.length > 0 ? home.keywords : ["性能"]),
                comparison: "ge",
                value: String(Math.floor(random() * 500)),
                upper: null,
                unit: "MPa",
              },
            ]
          : [],
      organisationName: `${pick(random, characters)}${pick(random, characters)}科技有限公司`,
      organisationId: `organisation-${owner}`,
      ownerId: `organisation-${owner}`,
      verified: random() < 0.5,
      clusters: [
        ...new Set([
          pickUneven(random, clusters),
          ...(random() < 0.2 ? [pick(random, clusters)] : []),
        ]),
      ],
      discipline: home.discipline,
      region: random() < 0.95 ? pickUneven(random, regions) : null,
      trl: random() < 0.7 ? 1 + Math.floor(random() * 9) : null,
      cooperationModes: cooperationModes.filter(() => random() < 0.3),
      amountMin: null,
      amountMax: budget,
      audience:
        audience < 0.85
          ? ["public"]
          : audience < 0.97
            ? ["registered"]
            : [`organisation:${owner % 200}`],
      publishedAt,
      expiresAt: random() < 0.5 ? Math.floor(end + (random() - 0.05) * 400 * day) : null,
      deadline: random() < 0.3 ? Math.floor(end + random() * 200 * day) : null,
      revision,
    };
  };

  return {
    sources,
    document,
    async *batches(size) {
      const step = 500;
      for (let at = 0; at < size; at += step)
        yield Array.from({ length: Math.min(step, size - at) }, (_, index) => document(at + index));
    },
  };
}

/** A real text as the post that looks for its other side. */
export const subjectOf = (source: Source, number: number): SearchDocument =>
  asDocument({
    id: `subject-${number}`,
    kind: source.kind,
    title: source.title,
    keywords: source.keywords,
    passages: [
      { field: source.kind === "need" ? "problem" : "abstract", text: source.sentences.join("") },
    ],
    discipline: source.discipline,
    publishedAt: end,
  });
