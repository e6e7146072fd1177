import type { Figures } from "./search-run.ts";
import type { Timing } from "./search-measures.ts";

const whole = (value: number | null | undefined): string =>
  value === null || value === undefined ? "-" : value.toFixed(value < 10 ? 1 : 0);
const both = (timing: Timing | undefined): string =>
  timing ? `${whole(timing.p50)}/${whole(timing.p95)}` : "-";

const columns: [title: string, width: number, value: (figures: Figures) => string][] = [
  ["engine", 11, ({ engine }) => engine],
  ["documents", 9, ({ size }) => String(size)],
  ["build s", 8, ({ buildSeconds }) => whole(buildSeconds)],
  ["process MB", 10, ({ processMegabytes }) => whole(processMegabytes)],
  ["server MB", 9, ({ serverMegabytes }) => whole(serverMegabytes)],
  ["disk MB", 7, ({ diskMegabytes }) => whole(diskMegabytes)],
  ["typing", 9, ({ typing }) => both(typing)],
  ["faceted", 9, ({ faceted }) => both(faceted)],
  ["listing", 9, ({ listing }) => both(listing)],
  ["candidates", 10, ({ candidates }) => both(candidates)],
  ["matches", 9, ({ matching }) => both(matching)],
  ["recall@10", 9, ({ recall }) => (recall === undefined ? "-" : recall.toFixed(2))],
  ["changes/s", 9, ({ updatesPerSecond }) => whole(updatesPerSecond)],
  ["typing then", 11, ({ typingMeanwhile }) => both(typingMeanwhile)],
  ["visible", 9, ({ visible }) => both(visible)],
];

/** The table's head, or one engine's line; two numbers are p50/p95 in milliseconds. */
export const columnsOf = (figures?: Figures): string =>
  columns
    .map(([title, width, value]) => (figures ? value(figures) : title).padStart(width))
    .join("  ");

const kinds = ["typing", "faceted", "listing", "candidates", "matching"] as const;

/** How the slow requests (p95) of each engine grow from size to size. */
export function growth(found: Figures[]): string[] {
  return found.flatMap((figures, index) => {
    const smaller = found.slice(0, index).findLast(({ engine }) => engine === figures.engine);
    if (!smaller) return [];
    const times = kinds.flatMap((kind) => {
      const [now, before] = [figures[kind]?.p95, smaller[kind]?.p95];
      return now && before ? [`${kind} ×${(now / before).toFixed(1)}`] : [];
    });
    const grown = `documents ×${(figures.size / smaller.size).toFixed(0)}`;
    return [`growth ${figures.engine} to ${figures.size}: ${grown}, p95 ${times.join(", ")}`];
  });
}

/** The embedded engine's p95 as a multiple of each peer's in the same run. */
export function ratios(found: Figures[]): string[] {
  return found
    .filter(({ engine }) => engine !== "embedded")
    .flatMap((peer) => {
      const own = found.find(({ engine, size }) => engine === "embedded" && size === peer.size);
      if (!own) return [];
      const times = kinds.flatMap((kind) => {
        const [ours, theirs] = [own[kind]?.p95, peer[kind]?.p95];
        return ours && theirs ? [`${kind} ×${(ours / theirs).toFixed(2)}`] : [];
      });
      const facets = peer.engine === "minisearch" ? " (which counts no facets)" : "";
      return [`embedded / ${peer.engine}${facets} at ${peer.size}: p95 ${times.join(", ")}`];
    });
}
