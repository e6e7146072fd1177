/**
 * Turns texts into vectors of what they mean. A port: the product has no model of
 * its own, a house may run a server that has one (docs/decisions/0010).
 */
export interface Embedder {
  /**
   * One vector for each text, in their order and all of one length.
   *
   * @throws EmbeddingUnavailable when there is no usable answer in time
   */
  embed(texts: string[], signal?: AbortSignal): Promise<Float32Array[]>;
}

/** The server cannot be reached, is too slow or answers something else; matching goes on without it. */
export class EmbeddingUnavailable extends Error {
  override name = "EmbeddingUnavailable";
}
