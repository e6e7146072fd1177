import { useRevalidator } from "@remix-run/react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "#app/components/parts.tsx";
import { useZoneFormat } from "#app/i18n/use-format.ts";
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

/**
 * Keeps the page it stands on readable without a network once it was seen, and
 * says so when what is shown is the last copy. The only page parts that ask for
 * the service worker; see public/worker.js for what it keeps.
 */
export function KeepOffline({ asOf, zone }: { asOf: string; zone: string }) {
  const { t } = useTranslation();
  const format = useZoneFormat(zone);
  const { revalidate } = useRevalidator();
  const online = useSyncExternalStore(
    watchNetwork,
    () => navigator.onLine,
    () => true,
  );
  const [fromCopy, setFromCopy] = useState<string | null>(null);
  useRefresh(30);
  useEffect(() => {
    if (!online) return;
    addEventListener("online", revalidate);
    return () => removeEventListener("online", revalidate);
  }, [online, revalidate]);
  useEffect(() => {
    const address = workerAddress();
    if (!("serviceWorker" in navigator) || address === null) return;
    const { serviceWorker } = navigator;
    const hear = ({ data }: MessageEvent<{ fromCopy?: boolean }>) => {
      if (data.fromCopy === true) setFromCopy(asOf);
    };
    serviceWorker.addEventListener("message", hear);
    void serviceWorker
      .register(address)
      .then(() => serviceWorker.ready)
      .then(({ active }) =>
        active?.postMessage({ keep: location.pathname, assets: loadedAssets() }),
      )
      .catch(() => {});
    return () => serviceWorker.removeEventListener("message", hear);
  }, [asOf]);
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
