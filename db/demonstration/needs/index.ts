import type { DemonstrationNeed } from "../types.ts";
import { electronicsNeeds } from "./electronics.ts";
import { energyNeeds } from "./energy.ts";
import { informationNeeds } from "./information.ts";
import { machineryNeeds } from "./machinery.ts";
import { materialsNeeds } from "./materials.ts";
import { medicineNeeds } from "./medicine.ts";
import { transportNeeds } from "./transport.ts";

/** Needs as the collection form would be filled in, at least two for each cluster. */
export const needs: DemonstrationNeed[] = [
  ...materialsNeeds,
  ...energyNeeds,
  ...machineryNeeds,
  ...informationNeeds,
  ...medicineNeeds,
  ...electronicsNeeds,
  ...transportNeeds,
];
