import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { isRefusal, Refusal } from "#app/kernel/refusals.ts";
import type { FileStore } from "#app/kernel/file-store.ts";
import { steady } from "./steady.server.ts";

export interface S3Options {
  bucket: string;
  endpoint?: string | undefined;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Milliseconds to wait for a connection, for an answer to one request, and for the next bytes of a file. */
export interface StoreTimes {
  connect: number;
  answer: number;
  idle: number;
}

const patience: StoreTimes = { connect: 3_000, answer: 15_000, idle: 15_000 };

/** Connections at once; each person who downloads slowly holds one. */
const connections = 256;

/** Keeps files in a bucket of Amazon S3 or of a server that speaks the same protocol. */
export function createS3Store(options: S3Options, times: StoreTimes = patience): FileStore {
  const agent = { maxSockets: connections, keepAlive: true };
  const client = new S3Client({
    region: options.region,
    ...(options.endpoint ? { endpoint: options.endpoint } : {}),
    forcePathStyle: options.endpoint !== undefined,
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    maxAttempts: 2,
    requestHandler: {
      connectionTimeout: times.connect,
      requestTimeout: times.answer,
      throwOnRequestTimeout: true,
      /** A download that a slow reader holds up is no failure. */
      socketTimeout: 0,
      httpAgent: agent,
      httpsAgent: agent,
    },
  });
  const place = (key: string) => ({ Bucket: options.bucket, Key: key });
  return {
    put: async (key, content, mediaType) => {
      const params = { ...place(key), Body: content, ContentType: mediaType };
      /** One part at a time: none is on its way when the upload is aborted, and would stay then. */
      const upload = new Upload({ client, params, queueSize: 1, leavePartsOnError: false });
      try {
        await upload.done();
      } catch (error) {
        content.destroy();
        throw isRefusal(error) ? error : new Refusal("filesAway", { cause: error });
      }
    },
    size: async (key) => {
      const { ContentLength } = await client.send(new HeadObjectCommand(place(key))).catch(refuse);
      return ContentLength ?? 0;
    },
    open: async (key, range) => {
      const Range = range && `bytes=${range.start}-${range.end}`;
      const { Body } = await client
        .send(new GetObjectCommand({ ...place(key), Range }))
        .catch(refuse);
      if (!(Body instanceof Readable)) throw new Refusal("filesAway");
      return steady(Body, times.idle);
    },
    remove: async (key) => {
      await client.send(new DeleteObjectCommand(place(key))).catch(refuse);
      await abortUploads(client, options.bucket, key);
    },
    check: async () => {
      await client.send(new HeadBucketCommand({ Bucket: options.bucket }));
    },
  };
}

/** Takes the parts away of uploads that ended with their server. */
async function abortUploads(client: S3Client, bucket: string, key: string): Promise<void> {
  const { Uploads } = await client
    .send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: key }))
    .catch((error: unknown) => {
      /** Not every store can list them. */
      if (statusOf(error) === 501) return { Uploads: [] };
      return refuse(error);
    });
  for (const { Key, UploadId } of Uploads ?? [])
    if (Key === key)
      await client
        .send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
        .catch(refuse);
}

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

function refuse(error: unknown): never {
  const gone =
    error instanceof S3ServiceException && ["NoSuchKey", "NotFound"].includes(error.name);
  throw new Refusal(gone ? "fileGone" : "filesAway", { cause: error });
}
