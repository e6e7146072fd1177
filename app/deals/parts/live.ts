import { useRevalidator } from "@remix-run/react";
import { useRealtimeEvent, useRoom } from "#realtime/client.tsx";

/** Keeps the page of one deal up to what happens in it. */
export function useLiveDeal(dealId: string): void {
  const { revalidate } = useRevalidator();
  useRoom(`deal:${dealId}`);
  useRealtimeEvent("deal.changed", (changed) => {
    if (changed.dealId === dealId) revalidate();
  });
}

/** Keeps a list or board of deals up to what happens in any that the person sees. */
export function useLiveDeals(): void {
  const { revalidate } = useRevalidator();
  useRealtimeEvent("deal.changed", () => revalidate());
}
