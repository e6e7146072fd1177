import fs from "node:fs";
import { describe, expect, test } from "vitest";
import { clusters } from "#app/codes/codes.ts";

const read = (name: string) => fs.readFileSync(new URL(name, import.meta.url), "utf8");
const colorsOf = (css: string) =>
  new Map(
    [...css.matchAll(/--color-([\w-]+): (#[0-9a-f]{6,8});/g)].map((found) => [found[1], found[2]]),
  );
const schemes = { light: colorsOf(read("app.css")), dark: colorsOf(read("dark.css")) };

/** Relative luminance by WCAG 2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ["page", "surface", "sunken"];
const legible: [text: string, ground: string][] = [
  ...["ink", "ink-soft", "accent", "accent-strong", "good", "warn", "bad"].flatMap((text) =>
    grounds.map((ground) => [text, ground] as [string, string]),
  ),
  ...["accent", "good", "warn", "bad"].flatMap((tone): [string, string][] => [
    ["ink", `${tone}-soft`],
    [tone, `${tone}-soft`],
  ]),
  ["ink", "mark"],
  ["accent-strong", "accent-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["surface", "bad"],
];

test("both schemes have the same colours", () => {
  expect([...schemes.dark.keys()]).toEqual([...schemes.light.keys()]);
});

describe.each(["light", "dark"] as const)("in the %s scheme", (scheme) => {
  const color = (name: string): string => {
    const value = schemes[scheme].get(name);
    if (value === undefined) throw new Error(`no colour ${name}`);
    return value;
  };
  test.each(legible)("text in %s is legible on %s", (text, ground) => {
    expect(contrast(color(text), color(ground))).toBeGreaterThanOrEqual(4.5);
  });
  test.each(grounds.slice(0, 2))("the border of a control stands out from %s", (ground) => {
    expect(contrast(color("line-strong"), color(ground))).toBeGreaterThanOrEqual(3);
  });
});

test("every cluster has a hue of its own", () => {
  const hues = [
    ...read("clusters.css").matchAll(/\[data-cluster="(\w+)"\] \{\s*--cluster-hue: (\d+);/g),
  ];
  expect(hues.map(([, code]) => code)).toEqual([...clusters]);
  expect(new Set(hues.map(([, , hue]) => hue)).size).toBe(clusters.length);
});
