import { z } from "zod";

/** What a web or worker process tells the supervisor. */
export const childMessage = z.discriminatedUnion("state", [
  /** It does its work; the lines are for the console. */
  z.object({ state: z.literal("ready"), lines: z.array(z.string()) }),
  /** It cannot start, and why in one line for the person at the console. */
  z.object({ state: z.literal("refused"), line: z.string() }),
  /** Something broke that nobody caught: it ends what it has begun and wants to be replaced. */
  z.object({ state: z.literal("broken") }),
]);
export type ChildMessage = z.infer<typeof childMessage>;
