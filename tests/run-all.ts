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

/** Runs a command; what runs beside others prints all at its end, so that lines do not mix. */
const run = async (
  command: string,
  args: string[],
  { env = {}, atEnd = false }: { env?: Record<string, string>; atEnd?: boolean } = {},
): Promise<boolean> => {
  const line = `${command} ${args.join(" ")}`;
  if (!atEnd) console.log(`\n> ${line}`);
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
      if (!atEnd) to.write(chunk);
      printed = (printed + chunk.toString()).split("\n").slice(-linesKept).join("\n");
    });
  const [status] = (await once(child, "close")) as [number | null];
  if (atEnd) console.log(`\n> ${line}\n${printed}`);
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

type Step = [name: string, run: () => Promise<boolean>];
const npm = (script: string, ...args: string[]): Promise<boolean> =>
  run("npm", ["run", "--silent", script, ...args]);
const beside = (command: string, ...args: string[]): Promise<boolean> =>
  run(command, args, { atEnd: true });

/** Each of these takes one core, so two rows of them go on at once. */
const checks: Step[][] = [
  [
    ["type check", () => beside("npx", "tsc")],
    ["rooms", () => beside("npm", "run", "--silent", "rooms")],
    ["dead code", () => beside("npm", "run", "--silent", "dead")],
  ],
  [
    ["lint", () => beside("npm", "run", "--silent", "lint")],
    ["build", () => beside("npm", "run", "--silent", "build")],
  ],
];
const tests: Step[] = [
  [
    "unit and integration",
    () => vitestRun("vitest", "--project", "unit", "--project", "integration"),
  ],
  ["processes", () => vitestRun("processes", "--project", "processes")],
  ["made-up requests", () => npm("fuzz", "--", "--seed", "86", "--cases", "1500")],
  ["faults", () => npm("faults", "--", "--rounds", "5", "--seed", "120")],
  [
    "browser",
    () =>
      run("npx", ["playwright", "test", "--reporter=list,json"], {
        env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report("playwright") },
      }),
  ],
];

const broken: string[] = [];
const inTurn = async (steps: Step[]): Promise<void> => {
  for (const [name, step] of steps) if (!(await step())) broken.push(name);
};
await Promise.all(checks.map(inTurn));
await inTurn(tests);
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
