/**
 * Options of the Remix Vite plugin. vite.config.ts hands them over, so the
 * configuration of the framework has this one home.
 *
 * @type {import("@remix-run/dev").VitePluginConfig}
 */
export default {
  appDirectory: "app",
  buildDirectory: "build",
  future: {
    v3_fetcherPersist: true,
    /** Off: a revalidation while a fetcher's route is still being discovered ends in a page of "not found". */
    v3_lazyRouteDiscovery: false,
    v3_relativeSplatPath: true,
    v3_singleFetch: true,
    v3_throwAbortReason: true,
    v3_routeConfig: true,
  },
};
