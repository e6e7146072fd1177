import type { People } from "#tests/fuzz/people.ts";
import type { Site } from "#tests/support/site.ts";
import { challengePlaces } from "./challenges.ts";
import { formStateContext, place, type FormPlace } from "./context.ts";
import { dealPlaces } from "./deals.ts";
import { marketPlaces } from "./market.ts";
import { sessionPlaces } from "./sessions.ts";

export type { FormPlace };

/** Makes the states in which the pages show their forms to the demonstration's people; answers where each is. */
export async function makeFormStates(site: Site, people: People): Promise<FormPlace[]> {
  const context = await formStateContext(site, people);
  const organisationOf = (role: "enterprise" | "university") =>
    context[role].active?.organisationId ?? "";
  return [
    ...(await marketPlaces(context)),
    ...(await dealPlaces(context)),
    ...(await challengePlaces(context)),
    ...(await sessionPlaces(context)),
    place("/organisations/new", "/organisations/new", "enterprise", "profile"),
    place("/organisation", "/organisation", "enterprise", "role remove", "invite", "profile"),
    place(
      "/organisations/:organisationId",
      `/organisations/${organisationOf("university")}`,
      "editor",
      "block",
    ),
    place("/organisation/verification", "/organisation/verification", "enterprise", "submit"),
    place(
      "/admin/verifications/:organisationId",
      `/admin/verifications/${organisationOf("enterprise")}`,
      "organizer",
      "revoke",
    ),
    place("/admin/people", "/admin/people", "admin", "role"),
    place("/settings/notifications", "/settings/notifications", "enterprise", "save"),
  ];
}
