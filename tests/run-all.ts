/** npm test: every check in turn; ends with how many tests passed and failed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { z } from "zod";
import { noSearchServer } from "./support/search-server.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "duijie-reports-"));
const report = (name: string) => path.join(folder, `${name}.json`);
/** What a step printed last, to be read again at the end when the step is not in order. */
const lastLines = new Map<string, string[]>();
const linesKept = 60;

const run = async (
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<boolean> => {
  const line = `${command} ${args.join(" ")}`;
  console.log(`\n> ${line}`);
  const child = spawn(command, args, {
    stdio: ["inherit", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let printed = "";
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const)
    from.on("data", (chunk: Buffer) => {
      to.write(chunk);
      printed = (printed + chunk.toString()).split("\n").slice(-linesKept).join("\n");
    });
  const [status] = (await once(child, "close")) as [number | null];
  if (status !== 0) lastLines.set(line, [...printed.split("\n"), `exit ${String(status)}`]);
  return status === 0;
};

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
});
/** Tests of a real search server, of which none runs without one. */
const searchServerTests = "search-server.test.ts";
const vitestFiles = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});
const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
});
const read = (name: string): unknown => JSON.parse(readFileSync(report(name), "utf8"));

const vitestRun = (name: string, ...projects: string[]): Promise<boolean> =>
  run("npx", [
    "vitest",
    "run",
    ...projects,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report(name)}`,
  ]);

const steps: [name: string, run: () => Promise<boolean>][] = [
  ["type check", () => run("npx", ["tsc"])],
  ["lint", () => run("npm", ["run", "--silent", "lint"])],
  ["rooms", () => run("npm", ["run", "--silent", "rooms"])],
  [
    "unit and integration",
    () => vitestRun("vitest", "--project", "unit", "--project", "integration"),
  ],
  ["build", () => run("npm", ["run", "--silent", "build"])],
  ["processes", () => vitestRun("processes", "--project", "processes")],
  [
    "made-up requests",
    () => run("npm", ["run", "--silent", "fuzz", "--", "--seed", "86", "--cases", "1500"]),
  ],
  [
    "faults",
    () => run("npm", ["run", "--silent", "faults", "--", "--rounds", "5", "--seed", "120"]),
  ],
  [
    "browser",
    () =>
      run("npx", ["playwright", "test", "--reporter=list,json"], {
        PLAYWRIGHT_JSON_OUTPUT_NAME: report("playwright"),
      }),
  ],
];

const broken: string[] = [];
for (const [name, step] of steps) if (!(await step())) broken.push(name);
const counts = { passed: 0, failed: 0, skipped: 0 };
for (const name of ["vitest", "processes"]) {
  const vitest = vitestReport.safeParse(safely(() => read(name)));
  if (!vitest.success) continue;
  counts.passed += vitest.data.numPassedTests;
  counts.failed += vitest.data.numFailedTests;
  counts.skipped += vitest.data.numPendingTests;
}
const files = vitestFiles.safeParse(safely(() => read("vitest")));
const withoutServer = (files.success ? files.data.testResults : [])
  .filter(({ name }) => name.endsWith(searchServerTests))
  .flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status !== "passed"));
const playwright = playwrightReport.safeParse(safely(() => read("playwright")));
if (playwright.success) {
  const { expected, unexpected, flaky, skipped } = playwright.data.stats;
  counts.passed += expected + flaky;
  counts.failed += unexpected;
  counts.skipped += skipped;
}
rmSync(folder, { recursive: true, force: true });

function safely(work: () => unknown): unknown {
  try {
    return work();
  } catch {
    return null;
  }
}

for (const [line, lines] of lastLines) console.log(`\n> ${line}\n${lines.join("\n")}`);
if (noSearchServer)
  console.log(
    `\n${withoutServer.length} tests of a real search server were skipped: ${noSearchServer}`,
  );
if (broken.length > 0) console.log(`\nNot in order: ${broken.join(", ")}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(broken.length > 0 ? 1 : 0);
