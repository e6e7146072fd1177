import { expect, it } from "vitest";
import type { Counted } from "../store/facets.ts";
import { createSamples, sampleLifetime } from "./samples.ts";

const asked = { meeting: "'pump'", level: 3, filters: {}, audiences: ["public", "registered"] };

function counting() {
  let clock = 1_000;
  let counts = 0;
  const samples = createSamples(() => clock);
  return {
    samples,
    of: (other: Partial<typeof asked> = {}) =>
      samples.of({ ...asked, ...other }, async () => {
        counts += 1;
        return { documents: counts } as Counted;
      }),
    counts: () => counts,
    later: (milliseconds: number) => (clock += milliseconds),
  };
}

it("a sample is counted anew when its time is over, and when it is to be forgotten", async () => {
  const { samples, of, counts, later } = counting();
  await of();
  later(sampleLifetime - 1);
  expect(await of()).toEqual({ documents: 1 });
  later(1);
  expect(await of()).toEqual({ documents: 2 });
  samples.forget();
  await of();
  expect(counts()).toBe(3);
});

it("who may see something else, or asks for something else, gets other counts", async () => {
  const { of, counts } = counting();
  await of();
  await of({ audiences: ["registered", "public"] });
  expect(counts()).toBe(1);
  await of({ audiences: ["public"] });
  await of({ meeting: "'valve'" });
  await of({ level: 5 });
  await of({ filters: { cluster: ["iot"] } });
  expect(counts()).toBe(5);
});

it("only so many are kept", async () => {
  const { of, counts } = counting();
  for (let number = 0; number < 501; number += 1) await of({ meeting: `'${number}'` });
  await of({ meeting: "'500'" });
  expect(counts()).toBe(501);
  await of({ meeting: "'0'" });
  expect(counts()).toBe(502);
});
