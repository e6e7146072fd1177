import path from "node:path";
import { createDiskStore } from "#app/files/disk-store.server.ts";
import type { FileStore } from "#app/kernel/file-store.ts";
import { createS3Store } from "#app/files/s3-store.server.ts";
import type { Environment } from "./environment.ts";

/** The store that the environment names. */
export function createFileStore(environment: Environment): FileStore {
  const { S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = environment;
  if (S3_BUCKET && S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY)
    return createS3Store({
      bucket: S3_BUCKET,
      endpoint: environment.S3_ENDPOINT,
      region: environment.S3_REGION,
      accessKeyId: S3_ACCESS_KEY_ID,
      secretAccessKey: S3_SECRET_ACCESS_KEY,
    });
  return createDiskStore(path.join(environment.DUIJIE_HOME, "files"));
}
