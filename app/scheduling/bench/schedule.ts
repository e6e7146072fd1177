import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { conflictsOf } from "#app/scheduling/check.ts";
import { instanceSchema, type Instance, type Timetable } from "#app/scheduling/schema.ts";
import { usualSeconds } from "#app/scheduling/budget.ts";
import { solve } from "#app/scheduling/solve.ts";
import { greedyByValue, stableBySlot } from "./baselines.ts";
import { generate, scarcities } from "./generate.ts";

const { values } = parseArgs({
  options: {
    instance: { type: "string" },
    out: { type: "string" },
    only: { type: "string", default: "50,200,500,1000" },
    seed: { type: "string", default: "1" },
    seconds: { type: "string" },
  },
});

async function measured(name: string, instance: Instance): Promise<Timetable> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const participants = instance.participants.length;
  const seconds = values.seconds ? Number(values.seconds) : usualSeconds(participants);
  const timetable = await solve(instance, { seconds, seed: Number(values.seed) });
  const took = (performance.now() - begun) / 1_000;
  const used = process.cpuUsage(cpu);
  const ratio = (value: number) =>
    timetable.bound === 0 ? "1.0000" : (value / timetable.bound).toFixed(4);
  const conflicts = conflictsOf(instance, timetable.meetings).length;
  const { fairness } = timetable;
  console.log(
    [
      name.padEnd(16),
      `wishes ${instance.wishes.length}`,
      `tables ${instance.tables.length}`,
      `meetings ${timetable.meetings.length}`,
      `value ${timetable.value.toFixed(1)}`,
      `bound ${timetable.bound.toFixed(1)} (${timetable.boundKind})`,
      `greedy ${ratio(greedyByValue(instance))}`,
      `stable ${ratio(stableBySlot(instance))}`,
      `without a meeting ${fairness.withoutMeeting} of ${fairness.people}`,
      `balance ${fairness.balance.toFixed(3)}`,
      `processor ${((used.user + used.system) / 1e6).toFixed(1)} s`,
      `memory ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB`,
    ].join(" · "),
  );
  console.log(
    `schedule participants=${participants} value/bound=${ratio(timetable.value)} conflicts=${conflicts} seconds=${took.toFixed(1)}`,
  );
  return timetable;
}

if (values.instance) {
  const parsed = instanceSchema.safeParse(JSON.parse(await readFile(values.instance, "utf8")));
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues.slice(0, 20))
      console.error(`${path.join(".") || "the file"}: ${message}`);
    process.exit(1);
  }
  const timetable = await measured("instance", parsed.data);
  if (values.out) await writeFile(values.out, JSON.stringify(timetable, null, 2));
} else
  for (const participants of values.only.split(",").map(Number))
    for (const scarcity of scarcities)
      await measured(
        `${participants} ${scarcity}`,
        generate(participants, scarcity, Number(values.seed)),
      );
