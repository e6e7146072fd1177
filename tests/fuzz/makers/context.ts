import type { Case } from "../case.ts";
import type { LearnedForm } from "../forms.ts";
import type { Random } from "../random.ts";
import type { Route } from "../routes.ts";
import type { World } from "../world.ts";

/** What cases are made of. */
export interface Making {
  random: Random;
  world: World;
  routes: readonly Route[];
  forms: readonly LearnedForm[];
  origin: string;
}

export type Maker = (making: Making) => Case;
