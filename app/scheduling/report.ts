import type { Model } from "./model.ts";
import type { Fairness, UnplacedReason } from "./schema.ts";
import type { State } from "./state.ts";

/** Why a wish that does not stand in this timetable has no place in it. */
export function unplacedReasonOf(model: Model, state: State, wish: number): UnplacedReason {
  if (model.forbidden[wish]) return "forbidden";
  const [a, b] = [model.personA[wish] ?? 0, model.personB[wish] ?? 0];
  const shared = Array.from({ length: model.slots }, (_, slot) => slot).filter(
    (slot) => model.available[a]?.[slot] && model.available[b]?.[slot],
  );
  if (shared.length === 0) return "no_common_slot";
  if ((model.common[wish]?.length ?? 0) === 0) return "no_table";
  if (state.personFull(a) || state.personFull(b)) return "person_limit";
  const [one, two] = [model.organisationA[wish] ?? 0, model.organisationB[wish] ?? 0];
  if (state.organisationFull(one) || state.organisationFull(two)) return "organisation_limit";
  const full = model.common[wish]?.every((slot) =>
    (model.allowed[wish] ?? []).every((kind) => !state.hasRoom(slot, kind)),
  );
  return full ? "tables_full" : "others_more_valuable";
}

/**
 * How evenly the meetings are shared. The balance is Jain's index, (Σx)² / (n·Σx²),
 * of the share of its wishes' value that each organisation got (R. Jain, D. Chiu,
 * W. Hawe, 1984).
 */
export function fairnessOf(model: Model, state: State): Fairness {
  let people = 0;
  let withoutMeeting = 0;
  let avoidable = 0;
  for (let person = 0; person < model.people; person += 1) {
    const wishes = (model.wishesOfPerson[person] ?? []).filter(
      (wish) => (model.common[wish]?.length ?? 0) > 0,
    );
    if (wishes.length === 0 || (model.personLimit[person] ?? 0) === 0) continue;
    people += 1;
    if ((state.personCount[person] ?? 0) > 0) continue;
    withoutMeeting += 1;
    const could = wishes.some((wish) =>
      (model.common[wish] ?? []).some((slot) =>
        (model.allowed[wish] ?? []).some((kind) => state.fits(wish, slot, kind)),
      ),
    );
    if (could) avoidable += 1;
  }
  const shares: number[] = [];
  for (let one = 0; one < model.organisations; one += 1) {
    let wanted = 0;
    let got = 0;
    for (const wish of model.wishesOfOrganisation[one] ?? []) {
      if ((model.common[wish]?.length ?? 0) === 0) continue;
      wanted += model.value[wish] ?? 0;
      if ((state.slotOf[wish] ?? -1) >= 0) got += model.value[wish] ?? 0;
    }
    if (wanted > 0) shares.push(got / wanted);
  }
  const total = shares.reduce((sum, share) => sum + share, 0);
  const squares = shares.reduce((sum, share) => sum + share * share, 0);
  const balance = squares === 0 ? 1 : (total * total) / (shares.length * squares);
  return { people, withoutMeeting, avoidable, balance };
}
