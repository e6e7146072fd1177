import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { z } from "zod";

const channelName = "duijie.person";
const told = z.object({ person: z.string().nullable() });

/**
 * Keeps the page with its person (null for a guest): when somebody signs out or in in
 * another tab of this browser, and when the page comes back from the browser's memory of
 * earlier pages, it shows nothing any more of who was there before.
 */
export function useSamePerson(person: string | null): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!("BroadcastChannel" in window)) return;
    const channel = new BroadcastChannel(channelName);
    channel.onmessage = ({ data }) => {
      const parsed = told.safeParse(data);
      if (parsed.success && parsed.data.person !== person) revalidate();
    };
    channel.postMessage({ person });
    return () => channel.close();
  }, [person, revalidate]);

  useEffect(() => {
    const shown = ({ persisted }: PageTransitionEvent) => {
      if (persisted) void uncoverFor(person);
    };
    addEventListener("pageshow", shown);
    return () => removeEventListener("pageshow", shown);
  }, [person]);
}

/** Covers the page until the server has said who the browser's person is now. */
async function uncoverFor(person: string | null): Promise<void> {
  const { style } = document.documentElement;
  style.visibility = "hidden";
  try {
    const answer = await fetch("/notifications/recent", { cache: "no-store" });
    if (told.parse(await answer.json()).person === person) {
      style.visibility = "";
      return;
    }
  } catch {
    /** Whoever cannot be asked about is not shown anything either. */
  }
  location.reload();
}
