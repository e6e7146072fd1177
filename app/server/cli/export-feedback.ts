/** npm run feedback:export: writes what organisations said of their matches as JSON lines to stdout. */
import { parseArgs } from "node:util";
import { trainingAnswers } from "#app/matching/training.server.ts";
import { commonOptions, runCommand } from "./run.ts";

const { values } = parseArgs({ options: commonOptions });

await runCommand(values, async ({ services }) => {
  for await (const answer of trainingAnswers(services)) console.log(JSON.stringify(answer));
  return 0;
});
