import { spawnSync } from "node:child_process";
import { createReadStream, createWriteStream } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const packed = path.join(
  path.dirname(createRequire(import.meta.url).resolve("old-chromium/package.json")),
  "bin",
);

export type OldChromium =
  { executablePath: string; env: Record<string, string> } | { refusal: string };

/**
 * Unpacks the oldest Chromium the product is for, about 160 MB, into a folder, and
 * tries it. Libraries that the machine lacks come from the package.
 *
 * @returns how to start it, or why this machine cannot
 */
export async function unpackOldChromium(folder: string): Promise<OldChromium> {
  if (process.platform !== "linux" || process.arch !== "x64")
    return { refusal: `there is no Chromium 103 for ${process.platform} on ${process.arch}` };
  const executablePath = path.join(folder, "chromium");
  await unpack("chromium.br", executablePath);
  await chmod(executablePath, 0o755);
  if (start(executablePath, {}) === null) return { executablePath, env: {} };

  const libraries = path.join(folder, "libraries");
  await mkdir(libraries);
  await unpack("aws.tar.br", `${libraries}.tar`);
  spawnSync("tar", ["-xf", `${libraries}.tar`, "-C", libraries]);
  const env = { LD_LIBRARY_PATH: path.join(libraries, "lib"), FONTCONFIG_PATH: libraries };
  const refusal = start(executablePath, env);
  return refusal === null
    ? { executablePath, env }
    : { refusal: `Chromium 103 does not start: ${refusal}` };
}

const unpack = (name: string, file: string) =>
  pipeline(
    createReadStream(path.join(packed, name)),
    createBrotliDecompress(),
    createWriteStream(file),
  );

/** What it said if it did not start. */
function start(executablePath: string, env: Record<string, string>): string | null {
  const args = ["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "about:blank"];
  const options = { env: { ...process.env, ...env }, encoding: "utf8", timeout: 20_000 } as const;
  const { status, stderr, error } = spawnSync(executablePath, args, options);
  return status === 0 ? null : (error?.message ?? stderr.trim().split("\n").at(-1) ?? "no word");
}
