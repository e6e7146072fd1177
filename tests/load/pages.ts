import autocannon from "autocannon";
import { createCount, median, round, table, type Figures } from "./figures.ts";
import type { Market } from "./market.ts";
import { addressOf, type Person } from "./person.ts";

const connections = 8;
const rounds = 3;

interface Page {
  name: string;
  origin: string;
  paths: string[];
  cookie?: string;
}

/**
 * Measures single pages beside the bare one, eight connections, gzip. The bare page is
 * measured before each page again, so that both see the same moment of the machine, and
 * each figure is the median of three such rounds.
 */
export async function benchPages(
  { product, bare }: { product: string; bare: string },
  { posts, words }: Market,
  signedIn: Person,
  seconds: number,
): Promise<string> {
  const searched = words.map((word) => `/search?q=${encodeURIComponent(word)}`);
  const { cookie } = signedIn;
  const pages: Page[] = [
    { name: "sign-in", origin: product, paths: ["/sign-in"] },
    { name: "search, everything", origin: product, paths: ["/search"] },
    { name: "search, words", origin: product, paths: searched },
    { name: "a post", origin: product, paths: posts },
    { name: "home", origin: product, paths: ["/"] },
    { name: "home, signed in", origin: product, paths: ["/"], cookie },
    { name: "a post, signed in", origin: product, paths: posts, cookie },
  ];
  const barePage: Page = { name: "bare page", origin: bare, paths: ["/"] };
  const found = new Map<string, Figures[]>();
  const ratios = new Map<string, number[]>();
  for (const page of [barePage, ...pages]) await measure(page, 2);
  for (let one = 0; one < rounds; one += 1)
    for (const page of pages) {
      const beside = await measure(barePage, seconds / 2);
      const figures = await measure(page, seconds);
      found.set(barePage.name, [...(found.get(barePage.name) ?? []), beside]);
      found.set(page.name, [...(found.get(page.name) ?? []), figures]);
      ratios.set(page.name, [
        ...(ratios.get(page.name) ?? []),
        figures.perSecond / beside.perSecond,
      ]);
    }
  return table([
    ["page", "a second", "to bare", "p50 ms", "p95 ms", "p99 ms", "errors"],
    ...[...found].map(([name, all]) => [
      name,
      round(median(all.map(({ perSecond }) => perSecond))),
      ratios.has(name) ? round(median(ratios.get(name) ?? [])) : "1",
      ...(["p50", "p95", "p99"] as const).map((which) =>
        round(median(all.map((figures) => figures[which]))),
      ),
      all.reduce((sum, { errors }) => sum + errors, 0),
    ]),
  ]);
}

/** Requests come from many addresses, or the product's own limits would be measured. */
function measure({ origin, paths, cookie }: Page, seconds: number): Promise<Figures> {
  const requests = Array.from({ length: 997 }, (_, index) => ({
    path: paths[index % paths.length] ?? "/",
    headers: {
      "accept-encoding": "gzip",
      "x-forwarded-for": addressOf(index),
      ...(cookie === undefined ? {} : { cookie }),
    },
  }));
  const count = createCount();
  return new Promise((resolve, reject) => {
    const options = { url: origin, connections, duration: seconds, requests };
    const running = autocannon(options, (error: Error | null) => {
      if (error) reject(error);
      else resolve(count.figures(seconds));
    });
    running.on("response", (_client, status, _bytes, milliseconds) =>
      count.answered(milliseconds, status === 200),
    );
    running.on("reqError", count.failed);
  });
}
