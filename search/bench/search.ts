/**
 * npm run bench:search [-- --sizes 10000,100000 --seed 20 --peers no
 * --only typing,faceted,listing,matching,changes]: how quick the search engines
 * are, and how that grows with the number of documents. Each engine and size runs in a process of its own, one after the
 * other, and prints one line; MiniSearch stands beside the embedded engine, and
 * Meilisearch when MEILI_URL is set, under names of indexes of its own.
 *
 * Documents are real texts recombined (corpus.ts). Requests (search-requests.ts)
 * come from real titles and keywords by --seed; the engine was tuned with seed 1
 * only. All times are in milliseconds, one request at a time.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measured } from "./search-measures.ts";
import { runEngine, type EngineName, type Figures } from "./search-run.ts";
import { columnsOf, growth, ratios } from "./search-table.ts";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "10000,100000,1000000" },
    seed: { type: "string", default: "20" },
    peers: { type: "string", default: "yes" },
    data: { type: "string", default: process.env.DUIJIE_DATA_DIR ?? "../shared/data" },
    engine: { type: "string" },
    only: { type: "string", default: measured.join(",") },
  },
});
const sizes = values.sizes.split(",").map(Number);
if (sizes.some((size) => !Number.isInteger(size) || size < 100))
  throw new Error(`--sizes: ${values.sizes} are not numbers of documents from 100`);

const only = measured.filter((one) => values.only.split(",").includes(one));

/** What a peer in this process may take; the embedded engine needs a fraction of it. */
const mostMegabytes = 3_072;

/** One engine at one size in a process of its own; a text says why there are no figures. */
function measure(engine: EngineName, size: number): Promise<Figures | string> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        ...process.execArgv,
        `--max-old-space-size=${mostMegabytes}`,
        fileURLToPath(import.meta.url),
        ...["--engine", engine, "--sizes", String(size), "--seed", values.seed],
        ...["--data", values.data, "--only", values.only],
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    let said = "";
    let complaint = "";
    child.stdout.on("data", (data: Buffer) => (said += data.toString()));
    child.stderr.on("data", (data: Buffer) => (complaint += data.toString()));
    child.once("error", reject);
    child.once("exit", (code) => {
      const line = said.trim().split("\n").at(-1) ?? "";
      if (code === 0) return resolve(JSON.parse(line) as Figures);
      if (/heap/.test(complaint)) return resolve(`not run: memory (over ${mostMegabytes} MB)`);
      const lines = complaint.trim().split("\n");
      resolve(`failed: ${lines.find((one) => /Error/.test(one)) ?? lines.at(-1) ?? code}`);
    });
  });
}

if (values.engine) {
  const engine = values.engine as EngineName;
  const figures = await runEngine(engine, sizes[0] ?? 0, Number(values.seed), values.data, only);
  console.log(JSON.stringify(figures));
} else {
  const engines: EngineName[] = ["embedded"];
  if (values.peers !== "no") engines.push("minisearch");
  if (process.env.MEILI_URL) engines.push("meilisearch");
  const found: Figures[] = [];
  const missing: string[] = [];
  console.log(columnsOf());
  for (const size of sizes)
    for (const engine of engines) {
      const before = found.findLast((one) => one.engine === engine);
      const expected = before && (before.processMegabytes / before.size) * size;
      const figures =
        engine === "minisearch" && expected && expected > mostMegabytes
          ? `not run: memory (about ${Math.round(expected)} MB by the size before)`
          : await measure(engine, size);
      if (typeof figures === "string") missing.push(`${engine} ${size}: ${figures}`);
      else found.push(figures);
      console.log(typeof figures === "string" ? missing.at(-1) : columnsOf(figures));
    }
  for (const line of [...growth(found), ...ratios(found)]) console.log(line);
}
