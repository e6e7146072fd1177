import fc from "fast-check";
import { expect, it } from "vitest";
import { pageOf, rowsFor, type Page } from "./paging.ts";

const idsAfter = (begin: number, count: number, limit: number): number[] =>
  Array.from({ length: count }, (_, at) => at + 1)
    .filter((id) => id > begin)
    .slice(0, rowsFor(limit));

it("pages by key show everything once and in order", () => {
  fc.assert(
    fc.property(fc.nat(40), fc.integer({ min: 1, max: 9 }), (count, limit) => {
      const seen: number[] = [];
      let next: string | null = "0";
      while (next !== null) {
        const page: Page<number> = pageOf(idsAfter(Number(next), count, limit), limit, String);
        expect(page.lines.length).toBeLessThanOrEqual(limit);
        seen.push(...page.lines);
        next = page.next;
      }
      expect(seen).toEqual(idsAfter(0, count, count));
    }),
  );
});
