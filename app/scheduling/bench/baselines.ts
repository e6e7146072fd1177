import { modelOf } from "#app/scheduling/model.ts";
import type { Instance } from "#app/scheduling/schema.ts";
import { State } from "#app/scheduling/state.ts";

/** Total value when wishes are placed once, the most valuable first, where they fit first. */
export function greedyByValue(instance: Instance): number {
  const model = modelOf(instance);
  const state = new State(model);
  const order = Array.from({ length: model.wishes }, (_, wish) => wish).sort(
    (one, other) => (model.value[other] ?? 0) - (model.value[one] ?? 0),
  );
  for (const wish of order)
    spots: for (const slot of model.common[wish] ?? [])
      for (const kind of model.allowed[wish] ?? [])
        if (state.fits(wish, slot, kind)) {
          state.place(wish, slot, kind);
          break spots;
        }
  return state.value;
}

/**
 * Total value of a stable matching for each slot in turn: of the wishes that still
 * fit, each side proposes in the order of value and keeps its best offer (D. Gale,
 * L. Shapley, 1962); with values that both sides share it is the greedy one a slot,
 * so proposals are made in rounds until none is better.
 */
export function stableBySlot(instance: Instance): number {
  const model = modelOf(instance);
  const state = new State(model);
  for (let slot = 0; slot < model.slots; slot += 1) {
    const offers = new Map<number, number>();
    const open = Array.from({ length: model.wishes }, (_, wish) => wish)
      .filter((wish) => (state.slotOf[wish] ?? -1) < 0 && (model.common[wish] ?? []).includes(slot))
      .sort((one, other) => (model.value[other] ?? 0) - (model.value[one] ?? 0));
    for (const wish of open) {
      const [a, b] = [model.personA[wish] ?? 0, model.personB[wish] ?? 0];
      if (!offers.has(a) && !offers.has(b)) {
        offers.set(a, wish);
        offers.set(b, wish);
      }
    }
    for (const wish of new Set(offers.values()))
      for (const kind of model.allowed[wish] ?? [])
        if ((state.slotOf[wish] ?? -1) < 0 && state.fits(wish, slot, kind))
          state.place(wish, slot, kind);
  }
  return state.value;
}
