import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";

/** Browsers end a timer that is longer than this at once. */
const longest = 60_000;

/**
 * Fetches the page anew by the clock while it is seen and there is a network: every
 * so many seconds, and at the given moment, such as the end of a slot.
 */
export function useRefresh(seconds: number, at: string | null = null): void {
  const { revalidate, state } = useRevalidator();
  const latest = useRef({ revalidate, state });
  useEffect(() => {
    latest.current = { revalidate, state };
  });
  useEffect(() => {
    const refresh = () => {
      const idle = latest.current.state === "idle";
      if (idle && navigator.onLine && document.visibilityState === "visible")
        latest.current.revalidate();
    };
    const every = setInterval(refresh, seconds * 1_000);
    const left = at === null ? longest : new Date(at).getTime() - Date.now();
    const once = left >= 0 && left < longest ? setTimeout(refresh, left + 200) : undefined;
    document.addEventListener("visibilitychange", refresh);
    return () => {
      clearInterval(every);
      clearTimeout(once);
      document.removeEventListener("visibilitychange", refresh);
    };
  }, [seconds, at]);
}
