import type { PostKind } from "#app/codes/codes.ts";

/** The kind a path speaks of: /needs/… or /results/…; every other path does not exist. */
export function kindOfPath(kinds: string | undefined): PostKind {
  if (kinds === "needs") return "need";
  if (kinds === "results") return "result";
  throw new Response("", { status: 404 });
}
