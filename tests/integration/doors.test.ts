import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import type { Door } from "#app/kernel/doors.ts";
import { addresses } from "#app/routes.ts";
import { answerOfAction, answerOfLoader } from "#tests/support/loaders.ts";
import { createPerson, openMarket } from "#tests/support/market.ts";

/** Nothing has this id: what a door lets through finds nothing behind it. */
const nothing = "019a0000-0000-7000-8000-000000000000";
const params = new Proxy<Record<string, string>>(
  {},
  { get: (_, name) => (name === "kinds" ? "needs" : nothing) },
);

/** How far each comes: through every door up to this one. */
const reach = {
  guest: "anyone",
  withoutOrganisation: "signedIn",
  reader: "signedIn",
  editor: "writers",
  organizer: "organizers",
  administrator: "administrators",
} satisfies Record<string, Door>;
type Role = keyof typeof reach;
const roles = Object.keys(reach) as Role[];
const order: Door[] = ["anyone", "signedIn", "writers", "organizers", "administrators"];
const comesThrough = (role: Role, door: Door) => order.indexOf(reach[role]) >= order.indexOf(door);

let close: () => Promise<void>;
let services: Services;
const people = {} as Record<Role, MaybeViewer>;

beforeAll(async () => {
  const market = await openMarket();
  close = () => market.close();
  ({ services } = market);
  const editor = await createPerson(services);
  const organisation = editor.active ?? undefined;
  Object.assign(people, {
    guest: null,
    withoutOrganisation: { ...(await createPerson(services)), memberships: [], active: null },
    reader: await createPerson(services, { organisation, role: "reader" }),
    editor,
    organizer: await createPerson(services, { kind: "authority", platformRole: "organizer" }),
    administrator: await createPerson(services, { platformRole: "administrator" }),
  });
});
afterAll(() => close());

/** What an answer does with who asked. */
function outcomeOf(answer: string): string {
  const [status = "", to = ""] = answer.split("\n");
  if (to.startsWith("/sign-in")) return "sign-in";
  if (/^3\d\d$/.test(status)) return "led on";
  return /^\d{3}$/.test(status) ? status : "shown";
}

describe("the door of an address", () => {
  const tried = Object.entries(addresses).map(([pattern, { door }]) => ({ pattern, door }));

  it.each(tried)("$pattern opens for $door", async ({ pattern, door }) => {
    for (const role of roles) {
      const viewer = people[role];
      const answer = await answerOfLoader(pattern, services, viewer, { search: "", params });
      if (answer === "") continue;
      const outcome = outcomeOf(answer);
      const turnedAway = ["sign-in", "403"].includes(outcome);
      const where = { pattern, role, outcome };
      if (comesThrough(role, door))
        expect({ ...where, turnedAway }).toEqual({ ...where, turnedAway: false });
      else
        expect([role === "guest" ? "sign-in" : "403", "led on"], JSON.stringify(where)).toContain(
          outcome,
        );
    }
  });

  it.each(tried.filter(({ door }) => door !== "anyone"))(
    "$pattern takes nothing from who does not come through: $door",
    async ({ pattern, door }) => {
      for (const role of roles.filter((one) => !comesThrough(one, door))) {
        const viewer = people[role];
        const answer = await answerOfAction(pattern, services, viewer, { search: "", params });
        if (answer === "") continue;
        expect({ role, outcome: outcomeOf(answer) }).toEqual({
          role,
          outcome: role === "guest" ? "sign-in" : "403",
        });
      }
    },
  );
});
