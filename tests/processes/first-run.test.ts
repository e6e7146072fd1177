import { execFileSync } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { freePort } from "#tests/support/free-port.ts";
import { startProduct } from "#tests/support/product.ts";

/**
 * The README's second command in places where people run it. The program is a copy with
 * the packages and pages that are here; `npm run test:first-run` does both commands under
 * several versions of Node.js.
 */
const source = path.resolve(import.meta.dirname, "../..");
const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders) await fs.rm(folder, { recursive: true, force: true });
});

/** A copy of the program in a folder whose name has a space and a Chinese character. */
async function copyOfProgram(mode: number): Promise<string> {
  const closed = await fs.mkdtemp(path.join(os.tmpdir(), "duijie-first-run-"));
  folders.push(closed);
  const root = path.join(closed, "对接 market");
  await fs.mkdir(root);
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: source, encoding: "utf8" });
  for (const file of files.split("\0").filter((name) => name !== "")) {
    await fs.mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await fs.copyFile(path.join(source, file), path.join(root, file)).catch(() => {});
  }
  execFileSync("cp", ["-al", path.join(source, "node_modules"), root]);
  execFileSync("cp", ["-a", path.join(source, "build"), root]);
  await fs.chmod(closed, mode);
  return root;
}

const isRoot = process.getuid?.() === 0;

test.runIf(isRoot)(
  "root, in a folder that others may not enter, with a relative path for the data",
  async () => {
    const root = await copyOfProgram(0o700);
    const port = await freePort();
    const env = { DATABASE_PORT: String(await freePort()), DUIJIE_HOME: ".data/市场 1" };
    const product = await startProduct({ root, port, env });
    expect((await fetch(`${product.origin}/search?q=石墨烯`)).status).toBe(200);
    await product.stop();
    const again = await startProduct({ root, port, env });
    expect((await fetch(`${again.origin}/sign-in`)).status).toBe(200);
    await again.stop();
    expect(again.said()).not.toContain("did not start");
  },
);

test.runIf(isRoot)("an ordinary user, in a folder of their own", async () => {
  const root = await copyOfProgram(0o755);
  const account = { uid: 65_534, gid: 65_534 };
  await fs.mkdir(path.join(root, ".duijie"));
  for (const owned of [root, path.join(root, ".duijie")])
    await fs.chown(owned, account.uid, account.gid);
  const product = await startProduct({
    root,
    port: await freePort(),
    account,
    env: { DATABASE_PORT: String(await freePort()), HOME: root, TSX_DISABLE_CACHE: "1" },
  });
  expect((await fetch(`${product.origin}/`)).status).toBe(200);
  await product.stop();
});
