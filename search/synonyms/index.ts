import { chemistry } from "./chemistry.ts";
import { energy } from "./energy.ts";
import { information } from "./information.ts";
import { life } from "./life.ts";
import { machines } from "./machines.ts";
import { materials } from "./materials.ts";

/**
 * The groups that come with the product, from general knowledge of the fields
 * and not from the graded pairs: words that mean the same, the one that stands
 * for all first. Only what means the same belongs here, not what is related.
 */
export const builtInGroups: readonly (readonly string[])[] = [
  ...materials,
  ...chemistry,
  ...energy,
  ...machines,
  ...information,
  ...life,
].map((line) => line.split(" | "));
