import type { Readable } from "node:stream";

/** Where the bytes of attachments are kept: a folder or an S3-compatible store. */
export interface FileStore {
  /** Stores the whole stream under the key; nothing is left when the stream fails. */
  put(key: string, content: Readable, mediaType: string): Promise<void>;
  /** @throws when there is no such file */
  get(key: string): Promise<Readable>;
  /** Removing what is not there is no error. */
  remove(key: string): Promise<void>;
  /** @throws when the store cannot take or give files now */
  check(): Promise<void>;
}
