import { z } from "zod";

const place = "duijie.recent-searches";
const kept = 20;
const stored = z.array(z.string().max(400)).max(kept).catch([]);

/** The person's own last searches, newest first; they never leave the browser. */
export function recentSearches(): string[] {
  try {
    return stored.parse(JSON.parse(localStorage.getItem(place) ?? "[]"));
  } catch {
    // A browser that keeps nothing has no recent searches.
    return [];
  }
}

/** Keeps what was searched for. */
export function rememberSearch(text: string): void {
  const searched = text.trim();
  if (searched === "" || searched.length > 100) return;
  write([searched, ...recentSearches().filter((one) => one !== searched)].slice(0, kept));
}

/** Forgets all of them. */
export const forgetSearches = (): void => write([]);

function write(searches: string[]): void {
  try {
    if (searches.length === 0) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify(searches));
  } catch {
    // A browser that keeps nothing forgets them.
  }
}
