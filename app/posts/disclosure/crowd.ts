import { z } from "zod";
import { cities, homeProvince } from "#app/codes/codes.ts";

/** So many organisations must look the same for one of them to be shown that way. */
export const crowdOf = 5;

/** What an anonymous post shows of the organisation behind it. */
export const shownOwnerSchema = z.object({
  /** A city, its province, or null where too few are like it. */
  region: z.string().nullable(),
  /** True only where enough verified ones look the same. */
  verified: z.boolean(),
});
export type ShownOwner = z.infer<typeof shownOwnerSchema>;

/** Nothing is shown. */
export const nothingShown: ShownOwner = { region: null, verified: false };

/** How many organisations of a kind are at a place, verified or not. */
export interface Crowd extends ShownOwner {
  count: number;
}

/** Each coarser than the one before; the mark is kept longer than the place. */
const steps: ((owner: ShownOwner) => ShownOwner)[] = [
  ({ region, verified }) => ({ region, verified }),
  ({ region, verified }) => ({ region: provinceOf(region), verified }),
  ({ verified }) => ({ region: null, verified }),
  () => nothingShown,
];

/** All cities are the province's own; other provinces and countries are coarse already. */
const provinceOf = (region: string | null): string | null =>
  (cities as readonly (string | null)[]).includes(region) ? homeProvince : region;

const keyOf = ({ region, verified }: ShownOwner): string => `${region ?? ""}/${verified}`;

/**
 * Divides the organisations of one kind so that whatever one of them shows, at
 * least `crowdOf` show: its city, else its province, else no place, else no mark
 * either. What is left over counts without those who show more, so that neither
 * what stands there nor what is missing leads to fewer; were they too few, the
 * smallest other crowd shows nothing with them.
 */
export function crowdsOf(all: readonly Crowd[]): (owner: ShownOwner) => ShownOwner {
  const settled = new Map<string, { shown: ShownOwner; members: Crowd[] }>();
  let left = [...all].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  for (const coarser of steps) {
    const groups = new Map<string, { shown: ShownOwner; joining: Crowd[] }>();
    for (const one of left) {
      const shown = coarser(one);
      const { joining = [] } = groups.get(keyOf(shown)) ?? {};
      groups.set(keyOf(shown), { shown, joining: [...joining, one] });
    }
    left = [];
    for (const [key, { shown, joining }] of groups) {
      const members = [...(settled.get(key)?.members ?? []), ...joining];
      if (sizeOf(members) >= crowdOf) settled.set(key, { shown, members });
      else left.push(...joining);
    }
  }
  while (left.length > 0 && sizeOf(left) < crowdOf && settled.size > 0) {
    const [smallest] = [...settled].sort(
      ([one, a], [other, b]) => sizeOf(a.members) - sizeOf(b.members) || (one < other ? -1 : 1),
    );
    if (!smallest) break;
    settled.delete(smallest[0]);
    left.push(...smallest[1].members);
  }
  const shown = new Map(
    [...settled.values()].flatMap(({ shown: as, members }) =>
      members.map((one) => [keyOf(one), as] as const),
    ),
  );
  return (owner) => shown.get(keyOf(owner)) ?? nothingShown;
}

const sizeOf = (members: readonly Crowd[]): number =>
  members.reduce((sum, { count }) => sum + count, 0);

/** What is shown of the organisation behind a post to those to whom the post does not name it. */
export interface PublicOwner extends ShownOwner {
  /** Null, and the name empty, where it is not named. */
  id: string | null;
  name: string;
}

/** The organisation behind a post as lists and the index show it. */
export const publicOwner = (
  post: { visibility: string | null; shownOwner: ShownOwner | null },
  { id, name, region, verified }: PublicOwner,
): PublicOwner =>
  post.visibility === "anonymous"
    ? { id: null, name: "", ...(post.shownOwner ?? nothingShown) }
    : { id, name, region, verified };
