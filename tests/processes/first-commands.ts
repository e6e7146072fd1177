/**
 * npm run test:first-run -- [--node FILE …]: the README's commands, `npm ci && npm start`,
 * in a fresh clone that others may not enter, whose path has a space and a Chinese
 * character, as root (when it is root) and as an ordinary user, under each of the given
 * Node.js programs. Prints a line for each and ends with 1 when one does not work.
 */
import { execFileSync } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { freePort } from "#tests/support/free-port.ts";
import { startProduct } from "#tests/support/product.ts";

const source = path.resolve(import.meta.dirname, "../..");
const ordinary = { uid: 65_534, gid: 65_534 };
const { values } = parseArgs({ options: { node: { type: "string", multiple: true } } });
const isRoot = process.getuid?.() === 0;
let failed = false;

for (const node of values.node ?? [process.execPath]) {
  const version = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
  const closed = await fs.mkdtemp(path.join(os.tmpdir(), "duijie-first-commands-"));
  const root = path.join(closed, "对接 market");
  try {
    execFileSync("git", ["clone", "--quiet", source, root]);
    const began = Date.now();
    execFileSync("npm", ["ci", "--silent"], {
      cwd: root,
      env: { ...process.env, PATH: `${path.dirname(node)}:${process.env.PATH}` },
    });
    console.log(`${version} npm ci: ${seconds(began)}`);
    if (isRoot) await serves(root, node, version, undefined);
    if (isRoot) {
      await fs.chmod(closed, 0o755);
      execFileSync("chown", ["-R", `${ordinary.uid}:${ordinary.gid}`, root]);
    }
    await serves(root, node, version, isRoot ? ordinary : undefined);
  } catch (error) {
    failed = true;
    console.error(`${version} failed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await fs.rm(closed, { recursive: true, force: true });
  }
}
process.exitCode = failed ? 1 : 0;

async function serves(
  root: string,
  node: string,
  version: string,
  account: typeof ordinary | undefined,
): Promise<void> {
  const home = account ? ".duijie-ordinary" : ".duijie";
  if (account) {
    await fs.mkdir(path.join(root, home));
    await fs.chown(path.join(root, home), account.uid, account.gid);
  }
  const began = Date.now();
  const product = await startProduct({
    root,
    node,
    port: await freePort(),
    byNpm: true,
    ...(account ? { account } : {}),
    env: {
      DATABASE_PORT: String(await freePort()),
      DUIJIE_HOME: home,
      ...(account ? { HOME: root } : {}),
    },
  });
  const { status } = await fetch(`${product.origin}/search?q=石墨烯`);
  await product.stop();
  if (status !== 200) throw new Error(`a search was answered with ${status}`);
  console.log(
    `${version} npm start as ${account ? "an ordinary user" : "root"}: ${seconds(began)}`,
  );
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1_000).toFixed(0)} s`;
}
