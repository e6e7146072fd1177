import fs from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import type { FileStore } from "./file-store.ts";

/** Keeps files in a folder; a file appears under its name only once it is whole. */
export function createDiskStore(folder: string): FileStore {
  const fileOf = (key: string) => path.join(folder, key);
  return {
    put: async (key, content) => {
      const file = fileOf(key);
      const unfinished = `${file}.part`;
      await fs.promises.mkdir(path.dirname(file), { recursive: true });
      try {
        await pipeline(content, fs.createWriteStream(unfinished, { mode: 0o600 }));
        await fs.promises.rename(unfinished, file);
      } catch (error) {
        await fs.promises.rm(unfinished, { force: true });
        throw error;
      }
    },
    get: async (key) => (await fs.promises.open(fileOf(key))).createReadStream(),
    remove: (key) => fs.promises.rm(fileOf(key), { force: true }),
    check: async () => {
      await fs.promises.mkdir(folder, { recursive: true });
      await fs.promises.access(folder, fs.constants.R_OK | fs.constants.W_OK);
    },
  };
}

export interface S3Options {
  bucket: string;
  endpoint?: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Keeps files in a bucket of Amazon S3 or of a server that speaks the same protocol. */
export function createS3Store(options: S3Options): FileStore {
  const client = new S3Client({
    region: options.region,
    endpoint: options.endpoint,
    forcePathStyle: options.endpoint !== undefined,
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
  });
  const { bucket } = options;
  return {
    put: async (key, content, mediaType) => {
      const params = { Bucket: bucket, Key: key, Body: content, ContentType: mediaType };
      await new Upload({ client, params }).done();
    },
    get: async (key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (!(Body instanceof Readable)) throw new Error(`no content of ${key}`);
      return Body;
    },
    remove: async (key) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
    check: async () => {
      await client.send(new HeadBucketCommand({ Bucket: bucket }));
    },
  };
}
