import loadHighs, { type LegacyHighs } from "highs";
import { aggregatedBound, groupedBound, type Bound } from "./bound.ts";
import { directBound, directLimit, directTimetable, directVariables } from "./direct.ts";
import { budgetOf, type ProgrammeLimits } from "./budget.ts";
import { modelOf, type Model } from "./model.ts";
import { randomOf } from "./random.ts";
import { fairnessOf, unplacedReasonOf } from "./report.ts";
import type { Instance, Placement, Timetable } from "./schema.ts";
import { Search } from "./search.ts";
import { seat } from "./seat.ts";

export interface SolveOptions {
  /** Wall-clock seconds for the whole work. */
  seconds?: number;
  /**
   * Steps of the search in place of seconds, so that the outcome is the same however busy the
   * machine is; the programmes are bounded by as many iterations and nodes.
   */
  steps?: number;
  seed?: number;
  /** A timetable that stands; what moves in it costs `stability` of value. */
  previous?: Placement[];
  /** Value of a meeting's staying where it was; by default the mean value of a wish. */
  stability?: number;
  /** Stop once the value is so close to the bound; 0.0005 by default. */
  goal?: number;
  onProgress?: (progress: Progress) => void;
  /** Asked now and then; true stops with what there is. */
  isCancelled?: () => boolean;
}

export interface Progress {
  value: number;
  bound: number;
  /** Share of the time or steps that has passed, 0 to 1. */
  passed: number;
}

/** Share of the time or steps after which a value far from the bound is a reason to look for a tighter one. */
const lookAgain = 0.25;

/** Share of the time that the last programme gets even when little is left. */
const leastShare = 0.125;

/** Attempts without any gain after which the search ends, for each wish. */
const patience = 400;

/**
 * Makes a timetable without conflict and of the greatest value it finds, with the
 * bound it is measured against. First everybody who can meet anyone does, then
 * value counts; meetings of a previous timetable stay where they are unless moving
 * them is worth it.
 */
export async function solve(instance: Instance, options: SolveOptions = {}): Promise<Timetable> {
  const budget = budgetOf(options, instance.participants.length);
  const { passed } = budget;
  const model = modelOf(instance);
  const highs = await loadHighs();
  const isSmall = countDirect(model) <= directLimit;
  let bound = aggregatedBound(highs, model, budget.programme(0.4));
  if (isSmall)
    bound = tighter(bound, directBound(highs, model, budget.programme(0.3)), "direct_programme");

  const random = randomOf(options.seed ?? 1);
  const meanValue = model.value.reduce((sum, value) => sum + value, 0) / Math.max(1, model.wishes);
  const pins = pinsOf(model);
  const before = standing(model, options.previous ?? []);
  const search = new Search(model, {
    random,
    pinned: new Set(pins.keys()),
    before,
    stability: options.stability ?? meanValue,
  });
  const unkept = placeFixed(search, pins, before);
  const goal = () => bound.value * (1 - (options.goal ?? 0.0005));
  const told = { at: 0 };
  const isOver = () => {
    if (performance.now() - told.at > 250) {
      told.at = performance.now();
      options.onProgress?.({ value: search.state.value, bound: bound.value, passed: passed() });
    }
    return passed() >= 1 || (options.isCancelled?.() ?? false);
  };
  fill(search, model, bound);
  const isEarly = () => isOver() || passed() > lookAgain;
  improve(search, model, random, { goal: goal(), isOver: isEarly, onSteps: budget.spend });
  if (!isSmall && search.state.value < goal() && !isOver()) {
    bound = tighter(bound, groupedBound(highs, model, budget.programme(0.4)), "grouped_programme");
    improve(search, model, random, { goal: goal(), isOver, onSteps: budget.spend });
  }
  const isBest = () => search.state.value >= goal() && everyoneMeets(search, model);
  if (isSmall && !isBest() && !isOver() && options.previous === undefined)
    takeDirect(highs, search, model, pins, budget.programme(Math.max(leastShare, 1 - passed())));
  return timetableOf(model, search, bound, { previous: options.previous ?? [], unkept });
}

function countDirect(model: Model): number {
  let variables = 0;
  for (let wish = 0; wish < model.wishes && variables <= directLimit; wish += 1)
    variables += (model.common[wish]?.length ?? 0) * (model.allowed[wish]?.length ?? 0);
  return variables;
}

const tighter = (bound: Bound, value: number | null, kind: Bound["kind"]): Bound =>
  value !== null && value < bound.value ? { ...bound, value, kind } : bound;

type Spot = { slot: number; kind: number };

/** Where a pinned wish may stand, and the table that it is pinned to. */
interface Pin {
  spots: Spot[];
  table: number | null;
}

/** Where each pinned wish must stand; a pin to no table may stand at any of the slot. */
function pinsOf(model: Model): Map<number, Pin> {
  const { instance } = model;
  const wishAt = new Map(instance.wishes.map(({ id }, at) => [id, at]));
  const slotAt = new Map(instance.slots.map(({ id }, at) => [id, at]));
  const tableAt = new Map(instance.tables.map(({ id }, at) => [id, at]));
  const pins = new Map<number, Pin>();
  for (const { wish, slot, table: tableId } of instance.pins) {
    const at = wishAt.get(wish) ?? -1;
    const table = tableId === null ? null : (tableAt.get(tableId) ?? -1);
    const isShut = table !== null && instance.tables[table]?.closed.includes(slot);
    const kinds = (model.allowed[at] ?? []).filter(
      (kind) => table === null || (!isShut && model.classes[kind]?.tables.includes(table)),
    );
    pins.set(at, { spots: kinds.map((kind) => ({ slot: slotAt.get(slot) ?? -1, kind })), table });
  }
  return pins;
}

function standing(model: Model, previous: Placement[]): Map<number, Spot> {
  const { instance } = model;
  const wishAt = new Map(instance.wishes.map(({ id }, at) => [id, at]));
  const slotAt = new Map(instance.slots.map(({ id }, at) => [id, at]));
  const kindOf = new Map(
    model.classes.flatMap(({ tables }, kind) =>
      tables.map((table) => [instance.tables[table]?.id ?? "", kind] as const),
    ),
  );
  const spots = new Map<number, Spot>();
  for (const { wish, slot, table } of previous) {
    const [at, slotNumber, kind] = [wishAt.get(wish), slotAt.get(slot), kindOf.get(table)];
    if (at !== undefined && slotNumber !== undefined && kind !== undefined)
      spots.set(at, { slot: slotNumber, kind });
  }
  return spots;
}

/** Places pins, then what stood before; answers the pins that could not stand. */
function placeFixed(search: Search, pins: Map<number, Pin>, before: Map<number, Spot>): number[] {
  const unkept: number[] = [];
  const occupied = new Set<string>();
  const { state } = search;
  const fits = (wish: number, { slot, kind }: Spot): boolean =>
    (state.model.common[wish] ?? []).includes(slot) && state.fits(wish, slot, kind);
  for (const [wish, { spots, table }] of pins) {
    const seatOf = ({ slot }: Spot): string => `${slot} ${table}`;
    const spot = spots.find((place) => fits(wish, place) && !occupied.has(seatOf(place)));
    if (!spot) unkept.push(wish);
    else {
      if (table !== null) occupied.add(seatOf(spot));
      search.place(wish, spot.slot, spot.kind);
    }
  }
  for (const [wish, spot] of before)
    if (
      (state.slotOf[wish] ?? -1) < 0 &&
      fits(wish, spot) &&
      state.model.allowed[wish]?.includes(spot.kind)
    )
      search.place(wish, spot.slot, spot.kind);
  return unkept;
}

/** A first timetable: what the relaxation takes, then by value. */
function fill(search: Search, model: Model, bound: Bound): void {
  const order = Array.from({ length: model.wishes }, (_, wish) => wish).filter(
    (wish) => (search.state.slotOf[wish] ?? -1) < 0 && (model.common[wish]?.length ?? 0) > 0,
  );
  const share = (wish: number): number => Math.round((bound.share?.[wish] ?? 0) * 4);
  order.sort(
    (one, other) =>
      share(other) - share(one) ||
      (model.value[other] ?? 0) - (model.value[one] ?? 0) ||
      (model.common[one]?.length ?? 0) - (model.common[other]?.length ?? 0),
  );
  for (const wish of order) search.attempt(wish, 2);
}

interface Improvement {
  goal: number;
  /** Asked after every so many steps. */
  isOver: () => boolean;
  /** Told of the steps that are taken next. */
  onSteps: (steps: number) => void;
}

/** Steps between two looks at what is left. */
const stride = 64;

function improve(
  search: Search,
  model: Model,
  random: () => number,
  { goal, isOver, onSteps }: Improvement,
): void {
  const { state } = search;
  const candidates = Array.from({ length: model.wishes }, (_, wish) => wish).filter(
    (wish) => (model.common[wish]?.length ?? 0) > 0,
  );
  if (candidates.length === 0) return;
  const mostWithout = patience * candidates.length;
  let best = search.score;
  let without = 0;
  for (let step = 0; without < mostWithout; step += 1) {
    if (step % stride === 0) {
      if (isOver()) return;
      if (state.value >= goal && everyoneMeets(search, model)) return;
      onSteps(stride);
    }
    const wish = candidates[Math.floor(random() * candidates.length)] as number;
    if ((state.slotOf[wish] ?? -1) < 0) search.attempt(wish);
    else if (random() < 0.02) shuffleAround(search, model, wish, random);
    if (search.score > best + 1e-9) {
      best = search.score;
      without = 0;
    } else without += 1;
  }
}

const everyoneMeets = (search: Search, model: Model): boolean =>
  model.wishesOfPerson.every(
    (wishes, person) =>
      (search.state.personCount[person] ?? 0) > 0 ||
      wishes.every((wish) => (model.common[wish]?.length ?? 0) === 0),
  );

/** Takes out what stands in two slots and puts it in again in another order. */
function shuffleAround(search: Search, model: Model, wish: number, random: () => number): void {
  const slot = search.state.slotOf[wish] ?? 0;
  const other = Math.floor(random() * model.slots);
  const taken = [...new Set([...search.standingIn(slot), ...search.standingIn(other)])]
    .filter((one) => !search.isPinned(one))
    .sort(() => random() - 0.5)
    .slice(0, 12);
  const people = new Set(
    taken.flatMap((one) => [model.personA[one] ?? 0, model.personB[one] ?? 0]),
  );
  const waiting = [...people].flatMap((person) =>
    (model.wishesOfPerson[person] ?? []).filter((one) => (search.state.slotOf[one] ?? -1) < 0),
  );
  const again = [...taken, ...waiting].sort(
    (one, two) => (model.value[two] ?? 0) - (model.value[one] ?? 0) + (random() - 0.5) * 0.3,
  );
  search.shuffle(taken, again);
}

/** Replaces the timetable by the direct programme's when that one is worth more. */
function takeDirect(
  highs: LegacyHighs,
  search: Search,
  model: Model,
  pins: Map<number, Pin>,
  limits: ProgrammeLimits,
): void {
  const fixed = new Map(
    [...pins.keys()].flatMap((wish) => {
      const slot = search.state.slotOf[wish] ?? -1;
      return slot < 0 ? [] : [[wish, { slot, kind: search.state.classOf[wish] ?? 0 }] as const];
    }),
  );
  const chosen = directTimetable(highs, model, fixed, limits);
  if (chosen === null) return;
  search.keepIfNotWorse(() => {
    for (const { wish } of directVariables(model)) search.remove(wish);
    for (const { wish, slot, kind } of chosen) search.place(wish, slot, kind);
  });
}

function timetableOf(
  model: Model,
  search: Search,
  bound: Bound,
  known: { previous: Placement[]; unkept: number[] },
): Timetable {
  const { instance } = model;
  const { state } = search;
  const wishAt = new Map(instance.wishes.map(({ id }, at) => [id, at]));
  const unkept = new Set(known.unkept);
  const tablesOf = (rows: { wish: string; table: string | null }[]): Map<number, string> =>
    new Map(
      rows.flatMap(({ wish, table }) => {
        const at = wishAt.get(wish);
        return at === undefined || table === null ? [] : [[at, table] as const];
      }),
    );
  const pinned = tablesOf(instance.pins.filter(({ wish }) => !unkept.has(wishAt.get(wish) ?? -1)));
  const meetings = seat(model, state, [pinned, tablesOf(known.previous)]);
  const placed = new Map(meetings.map((meeting) => [meeting.wish, meeting]));
  const value = state.value;
  return {
    meetings,
    unplaced: instance.wishes.flatMap(({ id }, wish) =>
      placed.has(id) ? [] : [{ wish: id, reason: unplacedReasonOf(model, state, wish) }],
    ),
    value,
    bound: Math.max(bound.value, value),
    boundKind: bound.kind,
    gap: bound.value <= 0 ? 0 : Math.max(0, 1 - value / bound.value),
    fairness: fairnessOf(model, state),
    moved: known.previous.flatMap((from) => {
      if (!wishAt.has(from.wish)) return [];
      const to = placed.get(from.wish) ?? null;
      const same = to !== null && to.slot === from.slot && to.table === from.table;
      return same ? [] : [{ wish: from.wish, from, to }];
    }),
    unkeptPins: known.unkept.map((wish) => instance.wishes[wish]?.id ?? ""),
  };
}
