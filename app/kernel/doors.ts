import { isAdministrator, isOrganizer, mayWriteFor, type MaybeViewer } from "./viewer.ts";

/**
 * Who comes through the door of an address; what stands behind it may still be for fewer,
 * as its room's policy says. `anyone` is guests too; writers write for the organisation
 * they act for.
 */
export type Door = "anyone" | "signedIn" | "writers" | "organizers" | "administrators";

/** Whether the viewer comes through a door. */
export function comesThrough(viewer: MaybeViewer, door: Door): boolean {
  switch (door) {
    case "anyone":
      return true;
    case "signedIn":
      return viewer !== null;
    case "writers":
      return viewer?.active ? mayWriteFor(viewer, viewer.active.organisationId) : false;
    case "organizers":
      return isOrganizer(viewer);
    case "administrators":
      return isAdministrator(viewer);
  }
}
