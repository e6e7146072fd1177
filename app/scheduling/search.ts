import type { Model } from "./model.ts";
import { State } from "./state.ts";

export interface SearchOptions {
  random: () => number;
  /** Wishes that stay where they are. */
  pinned: Set<number>;
  /** Where a wish stood before; staying there is worth `stability` of value. */
  before: Map<number, { slot: number; kind: number }>;
  stability: number;
}

interface Undo {
  wish: number;
  slot: number;
  kind: number;
}

/** How many meetings a chain may push on before it is given up. */
const deepest = 4;
/** Meetings of a full slot that are looked at for one that can go elsewhere. */
const looked = 12;

/**
 * Improves a timetable by ejection chains: a wish is put where it does the least
 * harm, what stood there is put elsewhere, and so on; the whole chain is kept when
 * the timetable is not worth less, else undone. Chains that change nothing in
 * worth are kept too, so that the search moves across a plateau.
 */
export class Search {
  readonly state: State;
  /** What is maximised: value, people who meet anyone, staying in place, even shares. */
  score = 0;
  /** Wishes in a class and slot. */
  private readonly members: number[][];
  private readonly placeAt: Int32Array;
  private undo: Undo[] = [];
  private readonly tabu: Uint8Array;
  private readonly tabuList: number[] = [];
  /** Worth of a person's first meeting: more than any chain of values can outweigh. */
  private readonly firstMeeting: number;
  private readonly evenness: number;

  constructor(
    private readonly model: Model,
    private readonly options: SearchOptions,
  ) {
    this.state = new State(model);
    this.members = Array.from({ length: model.classes.length * model.slots }, () => []);
    this.placeAt = new Int32Array(model.wishes).fill(-1);
    this.tabu = new Uint8Array(model.wishes);
    const most = model.value.reduce((top, value) => Math.max(top, value), 0);
    this.firstMeeting = most * Math.min(model.wishes + 1, 1_000);
    this.evenness = most * 0.002;
  }

  /** What the wish adds to the score where it stands; to be asked while it is not counted. */
  private worth(wish: number, slot: number, kind: number): number {
    const { model, state, options } = this;
    const [a, b] = [model.personA[wish] ?? 0, model.personB[wish] ?? 0];
    let worth = model.value[wish] ?? 0;
    for (const person of [a, b]) if (state.personCount[person] === 0) worth += this.firstMeeting;
    for (const one of [model.organisationA[wish] ?? 0, model.organisationB[wish] ?? 0])
      worth += this.evenness / (1 + (state.organisationCount[one] ?? 0));
    const stood = options.before.get(wish);
    if (stood && stood.slot === slot) worth += options.stability * (stood.kind === kind ? 1 : 0.5);
    return worth;
  }

  place(wish: number, slot: number, kind: number): void {
    this.score += this.worth(wish, slot, kind);
    this.state.place(wish, slot, kind);
    const members = this.members[kind * this.model.slots + slot] as number[];
    this.placeAt[wish] = members.length;
    members.push(wish);
    this.undo.push({ wish, slot: -1, kind: -1 });
  }

  remove(wish: number): void {
    const { state, model } = this;
    const [slot, kind] = [state.slotOf[wish] ?? -1, state.classOf[wish] ?? -1];
    if (slot < 0) return;
    const members = this.members[kind * model.slots + slot] as number[];
    const last = members.pop();
    const at = this.placeAt[wish] ?? 0;
    if (last !== undefined && last !== wish) {
      members[at] = last;
      this.placeAt[last] = at;
    }
    state.remove(wish);
    this.score -= this.worth(wish, slot, kind);
    this.undo.push({ wish, slot, kind });
  }

  private rollBack(): void {
    const { undo } = this;
    this.undo = [];
    for (let at = undo.length - 1; at >= 0; at -= 1) {
      const { wish, slot, kind } = undo[at] as Undo;
      if (slot < 0) this.remove(wish);
      else this.place(wish, slot, kind);
    }
    this.undo = [];
  }

  private forbidAgain(wish: number): void {
    this.tabu[wish] = 1;
    this.tabuList.push(wish);
  }

  private forget(): void {
    for (const wish of this.tabuList) this.tabu[wish] = 0;
    this.tabuList.length = 0;
  }

  /** Tries to place a wish, pushing others on; true when the timetable is better or as good with it. */
  attempt(wish: number, depth = deepest): boolean {
    return this.keepIfNotWorse(() => void this.insert(wish, depth));
  }

  /** Does the work and keeps it unless the score fell. */
  keepIfNotWorse(work: () => void): boolean {
    const before = this.score;
    this.undo = [];
    work();
    this.forget();
    const kept = this.score >= before - 1e-9;
    if (!kept) this.rollBack();
    this.undo = [];
    return kept;
  }

  isPinned(wish: number): boolean {
    return this.options.pinned.has(wish);
  }

  /** Takes some meetings out and puts them, and what is unplaced of their people, in anew. */
  shuffle(wishes: number[], candidates: number[]): boolean {
    return this.keepIfNotWorse(() => {
      for (const wish of wishes) this.remove(wish);
      for (const wish of candidates) if ((this.state.slotOf[wish] ?? -1) < 0) this.insert(wish, 1);
    });
  }

  /** The wishes that stand in a slot. */
  standingIn(slot: number): number[] {
    return this.model.classes.flatMap(
      (_, kind) => this.members[kind * this.model.slots + slot] ?? [],
    );
  }

  private insert(wish: number, depth: number): boolean {
    const { model, state, options } = this;
    const slots = model.common[wish] ?? [];
    const kinds = model.allowed[wish] ?? [];
    if (slots.length === 0) return false;
    const offset = Math.floor(options.random() * slots.length);
    const stood = options.before.get(wish);
    if (stood && state.fits(wish, stood.slot, stood.kind) && kinds.includes(stood.kind)) {
      this.place(wish, stood.slot, stood.kind);
      return true;
    }
    for (let n = 0; n < slots.length; n += 1) {
      const slot = slots[(n + offset) % slots.length] as number;
      for (const kind of kinds)
        if (state.fits(wish, slot, kind)) {
          this.place(wish, slot, kind);
          return true;
        }
    }
    if (depth <= 0) return false;
    const best = this.leastHarm(wish, slots, kinds, offset);
    if (best === null) return false;
    this.forbidAgain(wish);
    for (const victim of best.victims) this.remove(victim);
    this.place(wish, best.slot, best.kind);
    for (const victim of best.victims) this.insert(victim, depth - 1);
    return true;
  }

  /** Where the wish pushes out the least, with what it pushes out; null when everything is held. */
  private leastHarm(wish: number, slots: number[], kinds: number[], offset: number) {
    let best: { slot: number; kind: number; victims: number[]; harm: number } | null = null;
    for (let n = 0; n < slots.length; n += 1) {
      const slot = slots[(n + offset) % slots.length] as number;
      for (const kind of kinds) {
        if ((this.model.classes[kind]?.capacity[slot] ?? 0) === 0) continue;
        const victims = this.victimsOf(wish, slot, kind);
        if (victims === null) continue;
        let harm = 0;
        for (const victim of victims)
          harm += (this.model.value[victim] ?? 0) * (this.canStandElsewhere(victim) ? 0.05 : 1);
        harm += this.options.random() * 1e-3;
        if (best === null || harm < best.harm) best = { slot, kind, victims, harm };
      }
    }
    return best;
  }

  private isHeld(wish: number): boolean {
    return this.tabu[wish] === 1 || this.options.pinned.has(wish);
  }

  /** What must go for the wish to stand here; null when something held is among it. */
  private victimsOf(wish: number, slot: number, kind: number): number[] | null {
    const { model, state } = this;
    const victims: number[] = [];
    state.inTheWay(wish, slot, kind, victims);
    if (victims.some((victim) => this.isHeld(victim))) return null;
    const freesTable = victims.some(
      (victim) => state.slotOf[victim] === slot && state.classOf[victim] === kind,
    );
    if (!freesTable && !state.hasRoom(slot, kind)) {
      const crowded = this.cheapestIn(this.members[kind * model.slots + slot] ?? []);
      if (crowded < 0) return null;
      victims.push(crowded);
    }
    for (const person of [model.personA[wish] ?? 0, model.personB[wish] ?? 0]) {
      const isTheirs = (victim: number) =>
        model.personA[victim] === person || model.personB[victim] === person;
      const freed = victims.filter(isTheirs);
      if (state.personFull(person) && freed.length === 0 && !this.eject(person, null, victims))
        return null;
      const part = model.part[slot];
      const freedInPart = victims.some(
        (victim) => isTheirs(victim) && model.part[state.slotOf[victim] ?? 0] === part,
      );
      if (state.partFull(person, slot) && !freedInPart && !this.eject(person, slot, victims))
        return null;
    }
    for (const one of [model.organisationA[wish] ?? 0, model.organisationB[wish] ?? 0]) {
      const isTheirs = (victim: number) =>
        model.organisationA[victim] === one || model.organisationB[victim] === one;
      if (!state.organisationFull(one) || victims.some(isTheirs)) continue;
      const placed = (model.wishesOfOrganisation[one] ?? []).filter(
        (other) => (state.slotOf[other] ?? -1) >= 0,
      );
      const cheapest = this.cheapestIn(placed);
      if (cheapest < 0) return null;
      victims.push(cheapest);
    }
    return victims;
  }

  /** Adds the person's least valuable meeting, of a slot's part when one is given, to the victims. */
  private eject(person: number, slot: number | null, victims: number[]): boolean {
    const { model, state } = this;
    const placed = (model.wishesOfPerson[person] ?? []).filter((other) => {
      const at = state.slotOf[other] ?? -1;
      return at >= 0 && (slot === null || model.part[at] === model.part[slot]);
    });
    const cheapest = this.cheapestIn(placed);
    if (cheapest < 0) return false;
    if (!victims.includes(cheapest)) victims.push(cheapest);
    return true;
  }

  private cheapestIn(wishes: number[]): number {
    let best = -1;
    let least = Infinity;
    const offset = Math.floor(this.options.random() * Math.max(1, wishes.length));
    for (let n = 0; n < Math.min(looked, wishes.length); n += 1) {
      const wish = wishes[(n + offset) % wishes.length] as number;
      if (this.isHeld(wish)) continue;
      const harm = (this.model.value[wish] ?? 0) * (this.canStandElsewhere(wish) ? 0.05 : 1);
      if (harm < least) [best, least] = [wish, harm];
    }
    return best;
  }

  /** Whether a standing meeting has another slot and table free right now. */
  private canStandElsewhere(wish: number): boolean {
    const { model, state } = this;
    const [slot, kind] = [state.slotOf[wish] ?? -1, state.classOf[wish] ?? -1];
    const [a, b] = [model.personA[wish] ?? 0, model.personB[wish] ?? 0];
    for (const other of model.common[wish] ?? []) {
      if (other === slot) continue;
      if ((state.at[a * model.slots + other] ?? -1) >= 0) continue;
      if ((state.at[b * model.slots + other] ?? -1) >= 0) continue;
      for (const at of model.allowed[wish] ?? []) if (state.hasRoom(other, at)) return true;
    }
    for (const at of model.allowed[wish] ?? [])
      if (at !== kind && slot >= 0 && state.hasRoom(slot, at)) return true;
    return false;
  }
}
