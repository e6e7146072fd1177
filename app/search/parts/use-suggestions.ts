import { useEffect, useState } from "react";
import { useDebounce } from "use-debounce";
import { z } from "zod";

const answer = z.object({
  suggestions: z.array(
    z.object({
      kind: z.enum(["term", "organisation", "cluster"]),
      text: z.string(),
      target: z.string(),
    }),
  ),
});
export type Suggested = z.infer<typeof answer>["suggestions"][number];

/** So long after the last key suggestions are asked for, in milliseconds. */
const typingPause = 100;

/**
 * What the server offers for a text, while `wanted`. An answer that is
 * overtaken by more typing is dropped, and its request is ended.
 */
export function useSuggestions(text: string, wanted: boolean): Suggested[] {
  const [rested] = useDebounce(text, typingPause);
  const typing = rested !== text;
  const [suggestions, setSuggestions] = useState<Suggested[]>([]);
  const empty = text.trim() === "";
  useEffect(() => {
    if (!wanted || typing || empty) return;
    const request = new AbortController();
    fetch(`/search/suggestions?q=${encodeURIComponent(rested)}`, { signal: request.signal })
      .then(async (response) => setSuggestions(answer.parse(await response.json()).suggestions))
      // Without suggestions the box works as before.
      .catch(() => {});
    return () => request.abort();
  }, [rested, empty, typing, wanted]);
  return empty ? [] : suggestions;
}
