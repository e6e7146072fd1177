import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createDiskStore } from "#app/files/disk-store.server.ts";
import type { FileStore } from "#app/kernel/file-store.ts";
import { createS3Store } from "#app/files/s3-store.server.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { startObjectStore, type ObjectStore } from "#tests/support/object-store.ts";

const mebibyte = 1024 * 1024;
const times = { connect: 500, answer: 400, idle: 400 };
const folder = mkdtempSync(path.join(os.tmpdir(), "duijie-stores-"));
let s3: ObjectStore;
const stores: Record<string, FileStore> = { disk: createDiskStore(folder) };
beforeAll(async () => {
  s3 = await startObjectStore();
  stores.s3 = createS3Store(s3.options, times);
});
afterEach(() => {
  s3.manner = () => "serve";
  s3.kept.clear();
});
afterAll(async () => {
  await s3.kill();
  rmSync(folder, { recursive: true });
});

const store = (name: string): FileStore => stores[name] as FileStore;
const left = (): string[] => [
  ...readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name),
  ...s3.kept.keys(),
  ...s3.unfinished.keys(),
];
const put = (name: string, key: string, bytes: Buffer) =>
  store(name).put(key, Readable.from([bytes]), "application/pdf");
/** So many mebibytes, then what a browser's broken connection does. */
async function* breaking(mebibytes: number) {
  for (let count = 0; count < mebibytes; count += 1) yield Buffer.alloc(mebibyte, count);
  throw new Refusal("uploadBroken");
}

describe.each(["disk", "s3"])("files kept by %s", (name) => {
  it("come back whole and in part, and know their size", async () => {
    const bytes = Buffer.from(Array.from({ length: 12 * mebibyte }, (_, at) => (at * 7) % 251));
    await put(name, "a/b", bytes);
    expect(await store(name).size("a/b")).toBe(bytes.length);
    expect((await buffer(await store(name).open("a/b"))).equals(bytes)).toBe(true);
    const range = { start: 5 * mebibyte - 3, end: 5 * mebibyte + 4 };
    expect(await buffer(await store(name).open("a/b", range))).toEqual(
      bytes.subarray(range.start, range.end + 1),
    );
    await store(name).remove("a/b");
    await store(name).remove("a/b");
    expect(left()).toEqual([]);
  });

  it.each([0, 1, 11])("leave nothing when the stream breaks after %i MiB", async (mebibytes) => {
    const content = Readable.from(breaking(mebibytes), { objectMode: false });
    await expect(store(name).put("a/c", content, "application/pdf")).rejects.toMatchObject({
      code: "uploadBroken",
    });
    expect(left()).toEqual([]);
  });

  it("that are lost are told apart from a store that is away", async () => {
    for (const asked of [store(name).size("no/such"), store(name).open("no/such")])
      await expect(asked).rejects.toMatchObject({ code: "fileGone" });
  });
});

describe("a disk without room", () => {
  it.runIf(existsSync("/dev/full"))("is a store that is away, and nothing is left", async () => {
    symlinkSync("/dev/full", path.join(folder, "full.part"));
    await expect(put("disk", "full", Buffer.alloc(mebibyte))).rejects.toMatchObject({
      code: "filesAway",
      cause: { code: "ENOSPC" },
    });
    expect(left()).toEqual([]);
  });
});

describe("a bucket whose server misbehaves", () => {
  const large = () => put("s3", "a/d", Buffer.alloc(11 * mebibyte));
  const small = () => put("s3", "a/d", Buffer.alloc(1024));

  it.each(["hang", "cut", "refuse"] as const)("by %s refuses every wish", async (manner) => {
    s3.kept.set("a/d", Buffer.alloc(1024));
    s3.manner = () => manner;
    const wishes = [
      small,
      large,
      () => store("s3").size("a/d"),
      () => store("s3").open("a/d"),
      () => store("s3").remove("a/d"),
    ];
    for (const refused of await Promise.all(
      wishes.map((wish) => wish().catch((error: unknown) => error)),
    ))
      expect(refused).toMatchObject({ code: "filesAway" });
  });

  it.each(["hang", "cut", "refuse"] as const)(
    "by %s in the middle of an upload has its parts taken away, at once or later",
    async (manner) => {
      s3.manner = ({ query }) => (query.get("partNumber") === "2" ? manner : "serve");
      await expect(large()).rejects.toMatchObject({ code: "filesAway" });
      expect(left()).toEqual([]);

      s3.manner = ({ query, method }) =>
        query.has("uploadId") && (method === "DELETE" || query.get("partNumber") === "2")
          ? manner
          : "serve";
      await expect(large()).rejects.toMatchObject({ code: "filesAway" });
      expect(left()).toHaveLength(1);
      s3.manner = () => "serve";
      await store("s3").remove("a/d");
      expect(left()).toEqual([]);
    },
  );

  it("falls silent in the middle of a file: the download ends and its connection is given back", async () => {
    s3.kept.set("a/e", Buffer.alloc(2 * mebibyte));
    s3.manner = () => "half";
    const content = await store("s3").open("a/e");
    await expect(buffer(content)).rejects.toMatchObject({ code: "filesAway" });
    await expect.poll(() => s3.open()).toBe(0);
  });

  it("waits for a reader who is slower than its patience", async () => {
    s3.kept.set("a/f", Buffer.alloc(4 * mebibyte));
    const content = await store("s3").open("a/f");
    let read = 0;
    for await (const chunk of content as AsyncIterable<Buffer>) {
      if (read === 0) await new Promise((resolve) => setTimeout(resolve, 3 * times.idle));
      read += chunk.length;
    }
    expect(read).toBe(4 * mebibyte);
  });

  it("has its connections back when what was opened is left unread", async () => {
    s3.kept.set("a/g", Buffer.alloc(4 * mebibyte));
    for (let count = 0; count < 300; count += 1) (await store("s3").open("a/g")).destroy();
    await expect.poll(() => s3.open()).toBe(0);
  });
});
