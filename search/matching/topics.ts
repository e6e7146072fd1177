import { fields } from "../thesaurus/index.ts";
import type { PostTerms } from "./terms.ts";

/** How strongly something belongs to topics, by the topic's number. */
export type Topics = ReadonlyMap<number, number>;

const lists = fields.flatMap(({ topics }) => topics.map((line) => line.split(" ")));
const topicsByTerm = new Map<string, number[]>();
lists.forEach((terms, topic) => {
  for (const term of new Set(terms))
    topicsByTerm.set(term, [...(topicsByTerm.get(term) ?? []), topic]);
});
const longestTerm = Math.max(...[...topicsByTerm.keys()].map((term) => [...term].length));

/** What a topic is called. */
export const topicName = (topic: number): string => lists[topic]?.[0] ?? "";

/** The thesaurus' terms in a word, the longest first found: 锂离子电池隔膜 has 锂离子电池 and 隔膜. */
function termsIn(word: string): string[] {
  const characters = [...word];
  const found: string[] = [];
  for (let at = 0; at < characters.length;) {
    let length = Math.min(longestTerm, characters.length - at);
    const term = () => characters.slice(at, at + length).join("");
    while (length > 0 && !topicsByTerm.has(term())) length -= 1;
    if (length > 0) found.push(term());
    at += Math.max(1, length);
  }
  return found;
}

const direct = new Map<string, Topics>();

/** The topics that the thesaurus gives a word; a term of several topics says less of each. */
function writtenTopics(word: string): Topics {
  const known = direct.get(word);
  if (known) return known;
  const terms = termsIn(word);
  const topics = new Map<number, number>();
  for (const term of terms) {
    const of = topicsByTerm.get(term) ?? [];
    for (const topic of of) add(topics, topic, 1 / (terms.length * Math.sqrt(of.length)));
  }
  direct.set(word, topics);
  return topics;
}

/** A word must stand beside known terms in so many posts before they say what it is about. */
const leastPosts = 2;
/** How much what a word stands beside counts against what the thesaurus says. */
const learnedShare = 3;
/** A common word stands beside terms of nearly every topic; the weaker ones tell nothing and take time. */
const mostLearned = 16;

/**
 * What else words of the corpus are about, learned from the terms that they
 * stand beside in the names of posts: the mean topics of those names, less what
 * is usual for any word.
 */
export function learnTopics(posts: PostTerms[]): Map<string, Topics> {
  const sums = new Map<string, { posts: number; topics: Map<number, number> }>();
  const usual = new Map<number, number>();
  let total = 0;
  for (const { nameWords } of posts) {
    const named = [...nameWords.keys()];
    for (const word of named) {
      const beside = new Map<number, number>();
      for (const other of named)
        if (!other.includes(word) && !word.includes(other))
          for (const [topic, share] of writtenTopics(other)) add(beside, topic, share);
      const length = lengthOf(beside);
      if (length === 0) continue;
      const sum = sums.get(word) ?? { posts: 0, topics: new Map<number, number>() };
      sum.posts += 1;
      for (const [topic, share] of beside) {
        add(sum.topics, topic, share / length);
        add(usual, topic, share / length);
        total += share / length;
      }
      sums.set(word, sum);
    }
  }
  const learned = new Map<string, Topics>();
  for (const [word, { posts: number, topics }] of sums) {
    if (number < leastPosts) continue;
    const trust = (learnedShare * number) / (number + 3);
    const scale = writtenTopics(word).size > 0 ? trust / 2 : trust;
    const above = [...topics].flatMap(([topic, sum]): [number, number][] => {
      const lift = sum / number - (usual.get(topic) ?? 0) / total;
      return lift > 0 ? [[topic, scale * lift]] : [];
    });
    learned.set(word, new Map(above.sort((a, b) => b[1] - a[1]).slice(0, mostLearned)));
  }
  return learned;
}

/** What a post is about: the strength of every topic, by its number, and their length together. */
export interface TopicShares {
  shares: Float32Array;
  length: number;
}

const nowhere: Topics = new Map();

/** What the words of a post are about together, each by its weight. */
export function topicsOf(
  words: Iterable<[word: string, weight: number]>,
  learned: ReadonlyMap<string, Topics>,
): TopicShares {
  const shares = new Float32Array(lists.length);
  for (const [word, weight] of words)
    for (const topics of [writtenTopics(word), learned.get(word) ?? nowhere])
      for (const [topic, share] of topics) shares[topic] = (shares[topic] ?? 0) + weight * share;
  let squares = 0;
  for (const share of shares) squares += share * share;
  return { shares, length: Math.sqrt(squares) };
}

/** A post is looked up by so many of its topics, none of which says less than this share of the strongest. */
const mostNamed = 3;
const leastNamed = 0.5;

/** What the thesaurus alone says that a post's name is about: the names of its strongest topics. */
export function topicsNamed({ nameWords }: PostTerms): string[] {
  const sums = new Map<number, number>();
  for (const word of nameWords.keys())
    for (const [topic, share] of writtenTopics(word)) add(sums, topic, share);
  const strongest = Math.max(0, ...sums.values());
  return [...sums]
    .filter(([, share]) => share >= leastNamed * strongest)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, mostNamed)
    .map(([topic]) => topicName(topic));
}

/** The cosine of what two posts are about, 0 to 1. */
export function topicLikeness(one: TopicShares, other: TopicShares): number {
  if (one.length === 0 || other.length === 0) return 0;
  let sum = 0;
  for (let topic = 0; topic < lists.length; topic += 1)
    sum += (one.shares[topic] ?? 0) * (other.shares[topic] ?? 0);
  return sum / (one.length * other.length);
}

/** The topics that make up the likeness of two posts, the strongest first. */
export function sharedTopics(one: TopicShares, other: TopicShares): number[] {
  const products = [...one.shares].map((share, topic) => ({
    topic,
    product: share * (other.shares[topic] ?? 0),
  }));
  const sum = products.reduce((total, { product }) => total + product, 0);
  return products
    .filter(({ product }) => product > 0 && product >= sum / 4)
    .sort((a, b) => b.product - a.product)
    .map(({ topic }) => topic);
}

const lengthOf = (topics: Topics): number =>
  Math.sqrt([...topics.values()].reduce((sum, share) => sum + share * share, 0));

function add(topics: Map<number, number>, topic: number, share: number): void {
  topics.set(topic, (topics.get(topic) ?? 0) + share);
}
