import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDiskStore } from "#app/files/disk-store.server.ts";
import type { FileStore } from "#app/kernel/file-store.ts";
import { createS3Store } from "#app/files/s3-store.server.ts";
import { openAttachment } from "#app/posts/attachments.server.ts";
import { ownProposal } from "#app/challenges/own.server.ts";
import { viewContract } from "#app/contracts/queries.server.ts";
import { viewDeal } from "#app/deals/record.server.ts";
import { findHeld, release } from "#app/restoration/held.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { fileColumns, marketTables } from "#db/backup/contents.ts";
import {
  BackupError,
  placeOf,
  readManifest,
  writeManifest,
  type Manifest,
} from "#db/backup/manifest.ts";
import { restoreBackup } from "#db/backup/restore.ts";
import { takeBackup } from "#db/backup/take.ts";
import { verifyBackup } from "#db/backup/verify.ts";
import { jobNames } from "#db/job-payloads.ts";
import { startWorker, type JobHandlers } from "#db/job-worker.ts";
import { applyMigrations, knownVersions, migrate } from "#db/migrate.ts";
import { prepareJobs } from "#db/jobs.ts";
import { asReader } from "#db/row-security.ts";
import { attachment, proposal, proposalSubmission } from "#db/schema/index.ts";
import { ensureRoles } from "#db/security/ensure.ts";
import { contentOf, flip, outcome } from "../support/backups.ts";
import {
  challengeState,
  fillMarket,
  keepWriting,
  marketAt,
  type FilledMarket,
} from "../support/filled-market.ts";
import { startObjectStore, type ObjectStore } from "../support/object-store.ts";
import { createMarketDatabase, openOwnCluster, type OwnCluster } from "../support/own-cluster.ts";

/** Two servers: the market moves from one to the other, to another role, and from the disk to S3. */
let here: OwnCluster;
let there: OwnCluster;
let objects: ObjectStore;
let bucket: FileStore;
let folder: string;
let market: Awaited<ReturnType<typeof marketAt>>;
let filled: FilledMarket;
/** Written while the market was used. */
let backup: string;
let manifest: Manifest;

const silent = () => {};
const place = (name: string) => path.join(folder, name);

const take = (url: string, services: Services, name: string) =>
  takeBackup({ url, store: services.files, folder: place(name), progress: silent });

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "duijie-backup-"));
  [here, there] = await Promise.all([openOwnCluster(), openOwnCluster()]);
  objects = await startObjectStore();
  bucket = createS3Store(objects.options);
  market = await marketAt(
    (await createMarketDatabase(here)).url,
    createDiskStore(place("market/files")),
  );
  filled = await fillMarket(market.services);
  const stopWriting = keepWriting(market.services, filled);
  backup = place("first");
  manifest = await take(market.url, market.services, "first");
  expect(await stopWriting()).toBeGreaterThan(0);
});

afterAll(async () => {
  await market.close();
  await Promise.all([here.stop(), there.stop(), objects.kill()]);
  fs.rmSync(folder, { recursive: true });
});

describe("a backup of a market in use", () => {
  it("is whole, and every file that its rows name is in it", async () => {
    expect((await verifyBackup(backup)).wrong).toEqual([]);
    expect(manifest.missingFiles).toEqual([]);
    const named = manifest.files.map(({ key }) => key);
    for (const kind of ["proposals/", "deals/", "verification/", filled.needId])
      expect(named.some((key) => key.startsWith(kind))).toBe(true);
    expect(fs.existsSync(`${backup}.part`)).toBe(false);
  });

  it("holds the sealed rows that its role cannot see otherwise, and the waiting jobs", async () => {
    const rows = Object.fromEntries(manifest.tables.map(({ name, rows: count }) => [name, count]));
    expect(rows.proposal).toBe(1);
    expect(rows.proposal_draft).toBe(1);
    expect(rows.proposal_submission).toBe(1);
    expect(rows.proposal_receipt).toBe(1);
    expect(rows.proposal_file).toBe(1);
    expect(rows.job).toBeGreaterThan(3);
    const { rows: counted } = await market.services.database.$client.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM proposal_submission",
    );
    expect(counted[0]?.n).toBe(0);
  });

  it("knows every column that names a file, and no table keeps a sequence", async () => {
    const [columns] = await here.run(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name <> 'file_removal' AND (column_name LIKE '%storage_key' OR column_name = 'picture_key')`,
      new URL(market.url).pathname.slice(1),
    );
    expect(columns?.rows.map(({ name }: { name: string }) => name).toSorted()).toEqual(
      fileColumns.map(({ table, key }) => `${table}.${key}`).toSorted(),
    );
    const [sequences] = await here.run(
      "SELECT FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace",
      new URL(market.url).pathname.slice(1),
    );
    expect(sequences?.rowCount).toBe(0);
  });

  it("is refused where the folder is there or rows could stay hidden, and leaves nothing", async () => {
    const again = await outcome(take(market.url, market.services, "first"));
    expect(again).toContain("is there already");
    const database = new URL(market.url).pathname.slice(1);
    for (const damage of [
      "DROP POLICY proposal_whole ON proposal",
      "CREATE POLICY hide ON proposal AS RESTRICTIVE USING (false)",
      "ALTER TABLE post ENABLE ROW LEVEL SECURITY; ALTER TABLE post FORCE ROW LEVEL SECURITY",
    ]) {
      await here.run(damage, database);
      expect(await outcome(take(market.url, market.services, "hidden"))).toContain(
        "rows could be left out",
      );
      expect(fs.readdirSync(folder).filter((name) => name.startsWith("hidden"))).toEqual([]);
      await here.run(
        "ALTER TABLE post NO FORCE ROW LEVEL SECURITY; ALTER TABLE post DISABLE ROW LEVEL SECURITY",
        database,
      );
      await migrate(market.url);
    }
  });

  it("ends with the reason when its folder cannot be written, and leaves nothing", async () => {
    const { services, url } = market;
    const unfinished = place("full.part");
    const progress = (line: string) => {
      if (line.startsWith("table 1 of"))
        fs.mkdirSync(path.join(unfinished, "tables/public.audit_entry.copy.gz"));
    };
    const taking = takeBackup({ url, store: services.files, folder: place("full"), progress });
    await expect(taking).rejects.toThrow("EISDIR");
    expect(fs.readdirSync(folder).filter((name) => name.startsWith("full"))).toEqual([]);
  });

  it("names a file that the store lost, and holds the rest", async () => {
    const { services, url } = market;
    const [lost] = await services.database.select().from(attachment).limit(1);
    const kept = place("kept.pdf");
    const stored = path.join(folder, "market/files", lost?.storageKey ?? "");
    fs.renameSync(stored, kept);
    const { missingFiles } = await take(url, services, "lacking");
    expect(missingFiles).toEqual([{ table: "attachment", key: lost?.storageKey }]);
    fs.renameSync(kept, stored);
  });
});

describe("a damaged backup is known by name", () => {
  let target: { url: string };
  beforeAll(async () => {
    target = await createMarketDatabase(there);
  });
  const largest = () => manifest.tables.find(({ name }) => name === "audit_entry")!;
  const someFile = () => manifest.files[0]!;

  it.each([
    [
      "a flipped byte of a table",
      "table public.audit_entry",
      (copy: string) => flip(placeOf.table(copy, largest()), (size) => size >> 1),
    ],
    [
      "a flipped byte that unpacking passes over",
      "table public.audit_entry",
      (copy: string) => flip(placeOf.table(copy, largest()), () => 4),
    ],
    [
      "a table cut short",
      "table public.audit_entry",
      (copy: string) => fs.truncateSync(placeOf.table(copy, largest()), 100),
    ],
    [
      "a missing table",
      "table public.audit_entry is missing",
      (copy: string) => fs.rmSync(placeOf.table(copy, largest())),
    ],
    [
      "a flipped byte of a file",
      "file ",
      (copy: string) => flip(placeOf.file(copy, someFile().key), (size) => size - 1),
    ],
    [
      "a missing file",
      "is missing",
      (copy: string) => fs.rmSync(placeOf.file(copy, someFile().key)),
    ],
    [
      "a flipped byte of the manifest",
      "manifest.json is damaged",
      (copy: string) => flip(path.join(copy, "manifest.json"), (size) => size >> 1),
    ],
  ])("%s", async (_what, expected, damage) => {
    const copy = place("damaged");
    fs.cpSync(backup, copy, { recursive: true });
    damage(copy);
    const said = await verifyBackup(copy).then(
      ({ wrong }) => wrong.join("\n"),
      (error: Error) => error.message,
    );
    expect(said).toContain(expected);
    expect(said.split("\n")).toHaveLength(1);

    const refused = await outcome(
      restoreBackup({
        ...target,
        store: market.services.files,
        folder: copy,
        replace: false,
        progress: silent,
      }),
    );
    expect(refused).toBe(said);
    const client = new pg.Client(target.url);
    await client.connect();
    expect(await marketTables(client)).toEqual([]);
    await client.end();
    fs.rmSync(copy, { recursive: true });
  });
});

describe("a market restored to another server and role", () => {
  let restored: Awaited<ReturnType<typeof marketAt>>;
  let target: { name: string; url: string };
  const restore = (
    url: string,
    options: { replace?: boolean; signal?: AbortSignal; progress?: (line: string) => void } = {},
  ) =>
    restoreBackup({
      url,
      store: bucket,
      folder: backup,
      replace: false,
      progress: silent,
      ...options,
    });

  beforeAll(async () => {
    target = await createMarketDatabase(there);
    await restore(target.url);
    restored = await marketAt(target.url, bucket);
  });

  it("has every row and file, and is itself backed up to the same", async () => {
    expect([...objects.kept.keys()].toSorted()).toEqual(manifest.files.map(({ key }) => key));
    const second = await take(target.url, restored.services, "second");
    for (const table of manifest.tables) {
      const match = second.tables.find(({ name }) => name === table.name)!;
      if (table.name === "restoration") continue;
      expect([match.name, match.rows]).toEqual([table.name, table.rows]);
      expect(await contentOf(place("second"), match), table.name).toBe(
        await contentOf(backup, table),
      );
    }
    expect(second.files).toEqual(manifest.files);
  });

  it("keeps its seals: a stranger reads no proposal, its own people do", async () => {
    const { services } = restored;
    const { bidder, stranger, owner, challengeId } = filled;
    const seen = (viewer: typeof owner) =>
      asReader(
        services.database,
        {
          userId: viewer.userId,
          organisationIds: viewer.memberships.map(({ organisationId }) => organisationId),
          organizer: true,
        },
        async (transaction) => [
          (await transaction.select().from(proposal)).length,
          (await transaction.select().from(proposalSubmission)).length,
        ],
      );
    expect(await seen(stranger)).toEqual([0, 0]);
    expect(await seen(owner)).toEqual([0, 0]);
    expect(await seen(bidder)).toEqual([1, 1]);
    expect((await ownProposal(services, bidder, challengeId)).content.approach).toBe("路线甲");
  });

  it("answers the product's questions", async () => {
    const { services } = restored;
    const { owner, bidder, dealId, contractId, challengeId } = filled;
    expect((await viewContract(services, bidder, contractId)).id).toBe(contractId);
    expect((await viewDeal(services, owner, dealId)).id).toBe(dealId);
    expect(await challengeState(services, challengeId)).toBe("published");
    const [file] = await services.database.select().from(attachment).limit(1);
    const opened = await openAttachment(services, owner, file!.id);
    expect(await text(await opened.open())).toContain("%PDF");
  });

  it("holds mail and the clock until an administrator releases it, and then loses nothing", async () => {
    const { services, url } = restored;
    const done: string[] = [];
    let told = silent;
    const handler = (name: string) => () => {
      done.push(name);
      told();
      return Promise.resolve();
    };
    const handlers = Object.fromEntries(
      jobNames.map((name) => [name, handler(name)]),
    ) as unknown as JobHandlers;
    const until = (name: string) =>
      new Promise<void>((resolve) => {
        told = () => (done.includes(name) ? resolve() : undefined);
        told();
      });
    const worker = await startWorker({
      url,
      handlers,
      onFailure: silent,
      onError: silent,
      onWake: silent,
      isHeld: async () => (await findHeld(services.database)) !== null,
    });
    await until("post.publish");
    expect(done).not.toContain("mail.send");
    expect((await findHeld(services.database))?.takenAt.toISOString()).toBe(manifest.takenAt);
    await expect(release(services, filled.organizer)).rejects.toThrow();
    await release(services, filled.administrator);
    await until("mail.send");
    expect(await findHeld(services.database)).toBeNull();
    await worker.stop();
  });

  it("is not put over another market unasked, nor while a server uses the database", async () => {
    expect(await outcome(restore(target.url))).toContain("the database is in use");
    await restored.close();
    expect(await outcome(restore(target.url))).toContain("the database is not empty");
    expect(await outcome(restore(target.url, { replace: true }))).toBe("done");
    expect((await rowsOf(target.url)).held).toBe(1);
  });

  it("is as it was when a restore over it is interrupted", async () => {
    const before = await rowsOf(target.url);
    const ending = new AbortController();
    const progress = (line: string) => {
      if (line.startsWith("checking references")) ending.abort(new BackupError("ended"));
    };
    expect(
      await outcome(restore(target.url, { replace: true, signal: ending.signal, progress })),
    ).toBe("ended");
    expect(await rowsOf(target.url)).toEqual(before);
  });

  async function rowsOf(url: string) {
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query<{ posts: string; restorations: string; held: number }>(
      `SELECT (SELECT count(*) FROM post) AS posts, string_agg(id::text, ' ' ORDER BY id) AS restorations,
         count(*) FILTER (WHERE released_at IS NULL)::int AS held
       FROM restoration`,
    );
    await client.end();
    return rows[0]!;
  }
});

it("a backup of an older schema comes up to the newest, one of a newer version is refused", async () => {
  const old = await there.createDatabase("postgres");
  const superuser = there.urlOf(await there.createRole("SUPERUSER"), old.name);
  const client = new pg.Client(superuser);
  await client.connect();
  await ensureRoles(client);
  await applyMigrations(client, knownVersions().at(-2)!);
  await client.query(
    `INSERT INTO "user" (id, name, email, platform_role) VALUES (gen_random_uuid(), '旧', 'old@example.test', 'member')`,
  );
  await client.end();
  await prepareJobs(superuser);
  const older = place("older");
  const store = market.services.files;
  await takeBackup({ url: superuser, store, folder: older, progress: silent });

  const target = await createMarketDatabase(there);
  await restoreBackup({ url: target.url, store, folder: older, replace: false, progress: silent });
  const restored = new pg.Client(target.url);
  await restored.connect();
  const { rows } = await restored.query('SELECT name FROM "user"');
  expect(rows).toEqual([{ name: "旧" }]);
  await restored.end();

  const newer = { ...(await readManifest(older)), schemaVersion: knownVersions().at(-1)! + 1 };
  await writeManifest(older, newer);
  const restoring = { url: target.url, store, folder: older, replace: true, progress: silent };
  expect(await outcome(restoreBackup(restoring))).toContain("newer version");
});
