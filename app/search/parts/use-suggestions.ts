import { useEffect, useState } from "react";
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
  const [found, setFound] = useState<{ text: string; suggestions: Suggested[] }>();
  const asked = text.trim();
  useEffect(() => {
    if (!wanted || asked === "") return;
    const request = new AbortController();
    const timer = setTimeout(() => {
      fetch(`/search/suggestions?q=${encodeURIComponent(text)}`, { signal: request.signal })
        .then(async (response) => {
          const { suggestions } = answer.parse(await response.json());
          setFound({ text, suggestions });
        })
        // Without suggestions the box works as before.
        .catch(() => {});
    }, typingPause);
    return () => {
      clearTimeout(timer);
      request.abort();
    };
  }, [text, asked, wanted]);
  return asked === "" ? [] : (found?.suggestions ?? []);
}
