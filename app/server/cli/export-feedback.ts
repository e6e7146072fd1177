/** npm run feedback:export: writes what organisations said of their matches as JSON lines to stdout. */
import { trainingAnswers } from "#app/domain/matching/training.server.ts";
import { runCommand } from "./run.ts";

await runCommand(async ({ services }) => {
  for await (const answer of trainingAnswers(services)) console.log(JSON.stringify(answer));
  return 0;
});
