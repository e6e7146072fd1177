import { z } from "zod";

/** The largest number that a whole-number column of the database holds. */
export const largestInteger = 2_147_483_647;

/** How often a thing was changed, as a form sends it back; no more than its column holds. */
export const version = z.coerce.number().int().min(0).max(largestInteger);

/** The same of a form whose person cannot see it: what is none is older than every version. */
export const versionIn = (sent: unknown): number => version.catch(0).parse(sent);
