import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/ui/parts.tsx";
import { useZoneFormat } from "#app/i18n/use-format.ts";
import { useConnected } from "#realtime/client.tsx";
import { useRefresh } from "./use-refresh.ts";

function watchNetwork(changed: () => void): () => void {
  addEventListener("online", changed);
  addEventListener("offline", changed);
  return () => {
    removeEventListener("online", changed);
    removeEventListener("offline", changed);
  };
}

/** The built scripts and styles that this page has loaded, those of lazy parts too. */
const loadedAssets = (): string[] =>
  performance
    .getEntriesByType("resource")
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/assets/"))
    .map(({ pathname }) => pathname);

/** The worker's address names the build, so that each build brings its own. */
const workerAddress = (): string | null => {
  const { __remixManifest: manifest } = window as { __remixManifest?: { version?: string } };
  return import.meta.env.PROD && manifest?.version ? `/worker.js?build=${manifest.version}` : null;
};

/** The worker of this build, once it is at work. */
async function activated({
  installing,
  waiting,
  active,
}: ServiceWorkerRegistration): Promise<ServiceWorker> {
  const newest = installing ?? waiting ?? active;
  if (!newest) throw new Error("no service worker came of the registration");
  if (newest.state !== "activated")
    await new Promise<void>((resolve) => {
      newest.addEventListener("statechange", () => {
        if (newest.state === "activated") resolve();
      });
    });
  return newest;
}

/**
 * Keeps the page it stands on readable without a network once it was seen, and
 * says so when what is shown is the last copy. The only page parts that ask for
 * the service worker; see public/worker.js for what it keeps.
 */
export function KeepOffline(props: {
  /** When the server made what is shown, ISO 8601. */
  asOf: string;
  /** Another one means that something changed, and that the copy is made anew. */
  mark: string;
  zone: string;
}) {
  const { asOf, mark, zone } = props;
  const { t } = useTranslation();
  const format = useZoneFormat(zone);
  const { revalidate } = useRevalidator();
  const online = useSyncExternalStore(
    watchNetwork,
    () => navigator.onLine,
    () => true,
  );
  const [fromCopy, setFromCopy] = useState<string | null>(null);
  useRefresh(useConnected() ? 120 : 30);
  useEffect(() => {
    addEventListener("online", revalidate);
    return () => removeEventListener("online", revalidate);
  }, [revalidate]);
  const shownAsOf = useRef(asOf);
  useEffect(() => {
    shownAsOf.current = asOf;
  });
  /** The copy is at most ten minutes older than the last look. */
  const sameWhile = asOf.slice(0, "2026-11-25T22:1".length);
  useEffect(() => {
    const address = workerAddress();
    if (!("serviceWorker" in navigator) || address === null) return;
    const { serviceWorker } = navigator;
    const hear = ({ data }: MessageEvent<{ fromCopy?: boolean }>) => {
      if (data.fromCopy === true) setFromCopy(shownAsOf.current);
    };
    serviceWorker.addEventListener("message", hear);
    void serviceWorker
      .register(address)
      .then(activated)
      .then((worker) => worker.postMessage({ keep: location.pathname, assets: loadedAssets() }))
      .catch(() => {});
    return () => serviceWorker.removeEventListener("message", hear);
  }, [mark, sameWhile]);
  if (online && fromCopy !== asOf) return null;
  return <Notice tone="warning">{t("sessionDay:offline", { time: format.time(asOf) })}</Notice>;
}

/** Throws away what was kept for reading without a network, when its person leaves. */
export function forgetKept(): void {
  if ("caches" in window)
    void caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name.startsWith("duijie-")).map((name) => caches.delete(name)),
        ),
      );
}
