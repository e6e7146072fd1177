import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ServerBuild } from "@remix-run/node";
import { StartRefused } from "./environment.ts";

const output = "build";
const stamp = path.join(output, "stamp");
const sources = [
  "app",
  "realtime",
  "search",
  "db",
  "text",
  "public",
  "package-lock.json",
  "vite.config.ts",
  "remix.config.js",
];

/**
 * Builds the pages, unless what is there was built from the same sources.
 *
 * @throws StartRefused when the folder cannot be written
 */
export async function buildPages(): Promise<void> {
  const wanted = await fingerprint();
  if ((await builtFrom()) === wanted) return;
  await fs.mkdir(output, { recursive: true }).catch(refuseUnwritable);
  await fs.access(output, fs.constants.W_OK).catch(refuseUnwritable);
  console.log("Building the pages; this takes about half a minute and is done once.");
  const remix = path.resolve("node_modules/@remix-run/dev/dist/cli.js");
  let said = "";
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, [remix, "vite:build"], {
      env: { ...process.env, NODE_ENV: "production" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code !== 0) throw new Error(`the pages could not be built:\n${said}`);
  await fs.writeFile(stamp, wanted);
}

/**
 * An installation is built once, by whoever owns the program; its start writes nothing there.
 *
 * @throws StartRefused when the pages are not built, or from other sources
 */
export async function requireBuiltPages(): Promise<void> {
  const built = await builtFrom();
  if (built === (await fingerprint())) return;
  const why = built === "" ? "are not built" : "were built from other sources";
  throw new StartRefused(`The pages ${why}: run "npm run build" as the program's owner.`);
}

/** The built pages and the folder of their static files. */
export async function loadBuiltPages(): Promise<{ build: ServerBuild; assets: string }> {
  const file = pathToFileURL(path.resolve(output, "server/index.js")).href;
  const build = (await import(file)) as ServerBuild;
  return { build, assets: path.resolve(output, "client") };
}

const builtFrom = (): Promise<string> => fs.readFile(stamp, "utf8").catch(() => "");

function refuseUnwritable(error: NodeJS.ErrnoException): never {
  throw new StartRefused(
    `The pages are not built and ${path.resolve(output)} cannot be written (${error.code}): run "npm run build" as the program's owner.`,
  );
}

/** Over the contents of all sources, so that a copy of the program counts as the same. */
async function fingerprint(): Promise<string> {
  const hash = createHash("sha256");
  for (const source of sources) {
    const stat = await fs.stat(source).catch(() => null);
    if (!stat) continue;
    const files = stat.isDirectory()
      ? (await fs.readdir(source, { recursive: true, withFileTypes: true }))
          .filter((entry) => entry.isFile())
          .map((entry) => path.join(entry.parentPath, entry.name))
          .sort()
      : [source];
    for (const file of files) hash.update(`${file}\0`).update(await fs.readFile(file));
  }
  return hash.digest("hex");
}
