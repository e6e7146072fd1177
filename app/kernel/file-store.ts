import type { Readable } from "node:stream";

/** Bytes of a file from `start` to `end`, both of them included. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Where the bytes of files are kept: a folder or an S3-compatible store. Every
 * wait for the store is bounded: one that is away, full or silent is Refusal
 * filesAway with what happened as its cause.
 */
export interface FileStore {
  /**
   * Stores the whole stream under the key. When the stream fails, or the store,
   * nothing can be read under the key and the stream is destroyed.
   *
   * @throws the Refusal that the stream failed with; Refusal filesAway for all else
   */
  put(key: string, content: Readable, mediaType: string): Promise<void>;
  /** Bytes of a file. @throws Refusal fileGone or filesAway */
  size(key: string): Promise<number>;
  /**
   * A file, or a part of it, once its first bytes are there. The stream fails with
   * Refusal filesAway when the store falls silent; whoever asked for it reads or
   * destroys it.
   *
   * @throws Refusal fileGone or filesAway
   */
  open(key: string, range?: ByteRange): Promise<Readable>;
  /**
   * Removes a file and what was left of attempts to store it. Removing what is not
   * there is no error.
   *
   * @throws Refusal filesAway
   */
  remove(key: string): Promise<void>;
  /** @throws what the store said, when it cannot take or give files now */
  check(): Promise<void>;
}
