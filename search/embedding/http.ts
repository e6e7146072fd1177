import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { EmbeddingUnavailable, type Embedder } from "./embedder.ts";

export interface HttpEmbedderOptions {
  /** What stands before "/embeddings", as in http://127.0.0.1:8080/v1. */
  url: string;
  key?: string;
  model: string;
  /** Milliseconds for one request; 10,000 unless told. */
  timeLimit?: number;
}

/** Milliseconds. */
const usualTimeLimit = 10_000;
/** Texts of one request; small servers refuse more. */
const batchSize = 32;
/** Milliseconds before the one repetition of what may pass. */
const pause = 200;

const answerSchema = z.object({
  data: z.array(
    z.object({ index: z.number().int().min(0), embedding: z.array(z.number()).nonempty() }),
  ),
});

/** A server with the /embeddings of OpenAI's interface, which most servers of models have. */
export function createHttpEmbedder(options: HttpEmbedderOptions): Embedder {
  const { url, key, model, timeLimit = usualTimeLimit } = options;
  const address = `${url.replace(/\/+$/, "")}/embeddings`;
  const headers = {
    "content-type": "application/json",
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  };

  const ask = async (input: string[], signal?: AbortSignal): Promise<Float32Array[]> => {
    const limit = AbortSignal.timeout(timeLimit);
    const response = await fetch(address, {
      method: "POST",
      headers,
      body: JSON.stringify({ model, input, encoding_format: "float" }),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Refused(response.status);
    }
    return vectorsOf(answerSchema.parse(await response.json()), input.length);
  };

  const repeated = async (input: string[], signal?: AbortSignal): Promise<Float32Array[]> => {
    try {
      return await ask(input, signal);
    } catch (error) {
      if (!mayPass(error)) throw error;
      await wait(pause, undefined, { signal });
      return ask(input, signal);
    }
  };

  return {
    embed: async (texts, signal) => {
      const vectors: Float32Array[] = [];
      try {
        for (let at = 0; at < texts.length; at += batchSize)
          vectors.push(...(await repeated(texts.slice(at, at + batchSize), signal)));
        sameLength(vectors);
      } catch (error) {
        throw new EmbeddingUnavailable(`embedding server: ${reasonOf(error)}`, { cause: error });
      }
      return vectors;
    },
  };
}

class Refused extends Error {
  constructor(readonly status: number) {
    super(`answered ${status}`);
  }
}

class WrongShape extends Error {}

/** What is refused for good, or took its whole time, is not asked for again. */
function mayPass(error: unknown): boolean {
  if (error instanceof Refused) return error.status === 429 || error.status >= 500;
  return error instanceof TypeError;
}

function vectorsOf({ data }: z.infer<typeof answerSchema>, count: number): Float32Array[] {
  const byIndex = new Map(data.map(({ index, embedding }) => [index, embedding]));
  return Array.from({ length: count }, (_, index) => {
    const embedding = byIndex.get(index);
    if (!embedding || data.length !== count)
      throw new WrongShape(`${data.length} vectors for ${count} texts`);
    return Float32Array.from(embedding);
  });
}

function sameLength(vectors: Float32Array[]): void {
  if (vectors.some(({ length }) => length !== vectors[0]?.length))
    throw new WrongShape("vectors of different lengths");
}

/** In one line; it never holds the texts. */
function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return "answered in an unknown shape";
  if (error instanceof SyntaxError) return "answered no JSON";
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message} (${cause.message})` : error.message;
}
