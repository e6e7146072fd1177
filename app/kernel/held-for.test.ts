import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { heldFor } from "./held-for.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("reads once for all who ask within the time, of each source for itself", async () => {
  let readings = 0;
  const held = heldFor(1_000, async (source: { name: string }) => `${source.name} ${++readings}`);
  const [one, other] = [{ name: "one" }, { name: "other" }];
  expect(await Promise.all([held(one), held(one), held(other)])).toEqual([
    "one 1",
    "one 1",
    "other 2",
  ]);
  vi.advanceTimersByTime(999);
  expect(await held(one)).toBe("one 1");
  vi.advanceTimersByTime(1);
  expect(await held(one)).toBe("one 3");
});

it("keeps no failure", async () => {
  const read = vi.fn().mockRejectedValueOnce(new Error("away")).mockResolvedValue("there");
  const held = heldFor(1_000, read);
  const source = {};
  await expect(held(source)).rejects.toThrow("away");
  expect(await held(source)).toBe("there");
});
