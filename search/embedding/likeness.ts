import { setImmediate, setTimeout as wait } from "node:timers/promises";
import type { SearchDocument } from "../documents.ts";
import type { Embedder } from "./embedder.ts";
import { cutUnits } from "#app/text/graphemes.ts";

/** How alike whole texts are by an embedding server. */
export interface TextLikeness {
  /**
   * The cosine of the subject and each document, 0 to 1, by the document's id;
   * null when the server does not answer in time, so that no list is judged by
   * halves. `unhurried` waits longer, for work that no person waits for.
   */
  of(
    subject: SearchDocument,
    documents: SearchDocument[],
    options: { unhurried: boolean },
  ): Promise<ReadonlyMap<string, number> | null>;
}

export interface TextLikenessOptions {
  /** Called once when the server fails or is slow, and again only after it has answered. */
  warn: (reason: string) => void;
  /** Milliseconds that a person waits. */
  patience?: number;
  /** Milliseconds that other work waits. */
  longPatience?: number;
  /** Milliseconds for which a server that failed is left alone. */
  rest?: number;
  /** How many vectors are kept. */
  kept?: number;
}

/** A vector of 1,024 numbers takes 4 kB. */
const usual = { patience: 1_500, longPatience: 30_000, rest: 60_000, kept: 5_000 };
/** Models read no more than some hundred words; what a post is about stands at its beginning. */
const mostCharacters = 2_000;

/**
 * Compares posts by their vectors, each asked for once per revision and kept as
 * long as there is room. An answer that comes too late for one list serves the next.
 */
export function createTextLikeness(embedder: Embedder, given: TextLikenessOptions): TextLikeness {
  const { warn, patience, longPatience, rest, kept: room } = { ...usual, ...given };
  const kept = new Map<string, Promise<Float32Array>>();
  let gathering: { texts: string[]; vectors: Promise<Float32Array[]> } | undefined;
  let restsUntil = 0;
  let complained = false;

  /** What is asked for in one turn of the event loop goes to the server together. */
  const gather = () => {
    const texts: string[] = [];
    const vectors = setImmediate().then(() => {
      gathering = undefined;
      return embedder.embed(texts, AbortSignal.timeout(longPatience));
    });
    return { texts, vectors };
  };

  const ask = async (text: string): Promise<Float32Array> => {
    gathering ??= gather();
    const at = gathering.texts.push(text) - 1;
    const vector = (await gathering.vectors)[at];
    if (!vector) throw new Error("fewer vectors than texts");
    return vector;
  };

  const vectorOf = (document: SearchDocument): Promise<Float32Array> => {
    const key = `${document.id}:${document.revision}`;
    const known = kept.get(key);
    const vector = known ?? ask(textOf(document));
    if (!known)
      vector.catch(() => {
        if (kept.get(key) === vector) kept.delete(key);
      });
    kept.delete(key);
    kept.set(key, vector);
    for (const oldest of kept.keys()) {
      if (kept.size <= room) break;
      kept.delete(oldest);
    }
    return vector;
  };

  const complain = (reason: string) => {
    restsUntil = Date.now() + rest;
    if (!complained) warn(reason);
    complained = true;
  };

  return {
    of: async (subject, documents, { unhurried }) => {
      if (documents.length === 0 || Date.now() < restsUntil) return null;
      const timer = new AbortController();
      const late = wait(unhurried ? longPatience : patience, null, { signal: timer.signal });
      late.catch(() => {});
      try {
        const asked = Promise.all([subject, ...documents].map(vectorOf));
        const vectors = await Promise.race([asked, late]);
        if (!vectors) {
          asked.catch(() => {});
          complain("embedding server: no answer in time");
          return null;
        }
        complained = false;
        const [own, ...others] = vectors;
        return new Map(documents.map(({ id }, at) => [id, cosine(own, others[at])]));
      } catch (error) {
        complain(error instanceof Error ? error.message : String(error));
        return null;
      } finally {
        timer.abort();
      }
    },
  };
}

const textOf = ({ title, keywords, passages }: SearchDocument): string =>
  cutUnits(
    [title, keywords.join(" "), ...passages.map(({ text }) => text)]
      .filter((text) => text !== "")
      .join("\n"),
    mostCharacters,
  );

/** Opposite meanings tell no more than unrelated ones, so it is never below 0. */
function cosine(one?: Float32Array, other?: Float32Array): number {
  if (!one || one.length !== other?.length) return 0;
  let [dot, own, others] = [0, 0, 0];
  for (let at = 0; at < one.length; at += 1) {
    const [a, b] = [one[at] ?? 0, other[at] ?? 0];
    dot += a * b;
    own += a * a;
    others += b * b;
  }
  const length = Math.sqrt(own * others);
  return length > 0 ? Math.min(1, Math.max(0, dot / length)) : 0;
}
