import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ServerBuild } from "@remix-run/node";

const output = "build";
const stamp = path.join(output, "stamp");
const sources = [
  "app",
  "realtime",
  "search",
  "db",
  "public",
  "package-lock.json",
  "vite.config.ts",
  "remix.config.js",
];

/** Builds the pages, unless what is there was built from the same sources. */
export async function buildPages(): Promise<void> {
  const wanted = await fingerprint();
  if ((await fs.readFile(stamp, "utf8").catch(() => "")) === wanted) return;
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

/** The built pages and the folder of their static files. */
export async function loadBuiltPages(): Promise<{ build: ServerBuild; assets: string }> {
  const file = pathToFileURL(path.resolve(output, "server/index.js")).href;
  const build = (await import(file)) as ServerBuild;
  return { build, assets: path.resolve(output, "client") };
}

/** Sizes and times of all sources: a change shows, and reading them takes milliseconds. */
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
    for (const file of files) {
      const { size, mtimeMs } = await fs.stat(file);
      hash.update(`${file}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest("hex");
}
