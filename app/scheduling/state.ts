import { farApart, overlap, type Model } from "./model.ts";

/** A timetable being made: which wish stands in which slot and class, with all counts. */
export class State {
  readonly slotOf: Int32Array;
  readonly classOf: Int32Array;
  /** The wish of a person in a slot, -1 when free: `person * slots + slot`. */
  readonly at: Int32Array;
  /** Meetings in a class and slot: `class * slots + slot`. */
  readonly load: Int32Array;
  readonly personCount: Int32Array;
  readonly organisationCount: Int32Array;
  /** `person * parts + part`. */
  readonly partCount: Int32Array;
  value = 0;
  private readonly travels: boolean;
  private readonly apart: boolean[][];

  constructor(readonly model: Model) {
    this.slotOf = new Int32Array(model.wishes).fill(-1);
    this.classOf = new Int32Array(model.wishes).fill(-1);
    this.at = new Int32Array(model.people * model.slots).fill(-1);
    this.load = new Int32Array(model.classes.length * model.slots);
    this.personCount = new Int32Array(model.people);
    this.organisationCount = new Int32Array(model.organisations);
    this.partCount = new Int32Array(model.people * model.parts);
    this.travels = model.near.some((near) => near.length > 0);
    this.apart = model.classes.map((one) => model.classes.map((other) => farApart(one, other)));
  }

  place(wish: number, slot: number, kind: number): void {
    this.count(wish, slot, kind, 1);
    this.slotOf[wish] = slot;
    this.classOf[wish] = kind;
  }

  remove(wish: number): void {
    const slot = this.slotOf[wish] ?? -1;
    if (slot < 0) return;
    this.count(wish, slot, this.classOf[wish] ?? 0, -1);
    this.slotOf[wish] = -1;
    this.classOf[wish] = -1;
  }

  private count(wish: number, slot: number, kind: number, by: 1 | -1): void {
    const { model } = this;
    const [a, b] = [model.personA[wish] ?? 0, model.personB[wish] ?? 0];
    const [one, two] = [model.organisationA[wish] ?? 0, model.organisationB[wish] ?? 0];
    const part = model.part[slot] ?? 0;
    for (const person of [a, b]) {
      this.at[person * model.slots + slot] = by > 0 ? wish : -1;
      this.personCount[person] = (this.personCount[person] ?? 0) + by;
      const inPart = person * model.parts + part;
      this.partCount[inPart] = (this.partCount[inPart] ?? 0) + by;
    }
    this.organisationCount[one] = (this.organisationCount[one] ?? 0) + by;
    if (one !== two) this.organisationCount[two] = (this.organisationCount[two] ?? 0) + by;
    const loaded = kind * model.slots + slot;
    this.load[loaded] = (this.load[loaded] ?? 0) + by;
    this.value += by * (model.value[wish] ?? 0);
  }

  /** Meetings of the wish's two people that stand in the way of it in this slot and class. */
  inTheWay(wish: number, slot: number, kind: number, into: number[]): void {
    const { model } = this;
    for (const person of [model.personA[wish] ?? 0, model.personB[wish] ?? 0]) {
      const there = this.at[person * model.slots + slot] ?? -1;
      if (there >= 0 && there !== wish && !into.includes(there)) into.push(there);
      if (!this.travels) continue;
      for (const near of model.near[slot] ?? []) {
        const other = this.at[person * model.slots + near] ?? -1;
        if (other < 0 || other === wish || into.includes(other)) continue;
        const elsewhere = this.apart[kind]?.[this.classOf[other] ?? 0] ?? false;
        if (elsewhere || overlap(model, slot, near)) into.push(other);
      }
    }
  }

  /** Whether there is a free table of the class in the slot. */
  hasRoom(slot: number, kind: number): boolean {
    const { model } = this;
    const capacity = model.classes[kind]?.capacity[slot] ?? 0;
    return (this.load[kind * model.slots + slot] ?? 0) < capacity;
  }

  /** Whether one more meeting of this person, or organisation, is over a limit. */
  personFull(person: number): boolean {
    return (this.personCount[person] ?? 0) >= (this.model.personLimit[person] ?? 0);
  }
  partFull(person: number, slot: number): boolean {
    const { model } = this;
    const at = person * model.parts + (model.part[slot] ?? 0);
    return (this.partCount[at] ?? 0) >= (model.partLimit[at] ?? 0);
  }
  organisationFull(organisation: number): boolean {
    return (
      (this.organisationCount[organisation] ?? 0) >=
      (this.model.organisationLimit[organisation] ?? 0)
    );
  }

  /** Whether the wish could be placed here with nothing else touched. */
  fits(wish: number, slot: number, kind: number): boolean {
    const { model } = this;
    if (!this.hasRoom(slot, kind)) return false;
    const [a, b] = [model.personA[wish] ?? 0, model.personB[wish] ?? 0];
    if (
      (this.at[a * model.slots + slot] ?? -1) >= 0 ||
      (this.at[b * model.slots + slot] ?? -1) >= 0
    )
      return false;
    if (this.personFull(a) || this.personFull(b)) return false;
    if (this.partFull(a, slot) || this.partFull(b, slot)) return false;
    const [one, two] = [model.organisationA[wish] ?? 0, model.organisationB[wish] ?? 0];
    if (this.organisationFull(one) || this.organisationFull(two)) return false;
    if (!this.travels) return true;
    const way: number[] = [];
    this.inTheWay(wish, slot, kind, way);
    return way.length === 0;
  }
}
