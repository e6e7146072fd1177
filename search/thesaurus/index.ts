import { energy } from "./energy.ts";
import type { Field } from "./field.ts";
import { information } from "./information.ts";
import { life } from "./life.ts";
import { machines } from "./machines.ts";
import { materials } from "./materials.ts";

/** All fields. Written by topic from general knowledge, not from the graded pairs; one who knows a field may add terms. */
export const fields: readonly Field[] = [
  ...materials,
  ...energy,
  ...machines,
  ...information,
  ...life,
];
