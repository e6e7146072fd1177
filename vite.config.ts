import path from "node:path";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import browserslist from "browserslist";
import { defineConfig, type Plugin } from "vite";
import { compressFiles } from "./app/server/compress-files.ts";
import remixOptions from "./remix.config.js";

/** The oldest browsers of package.json's list, in esbuild's words: "chrome103", "ios16.4". */
const floor = browserslist().map((browser) => browser.replace("ios_saf", "ios").replace(" ", ""));

/** How a module finds a file beside itself; one that asks for a package by name is fine. */
const besideItself = /new URL\([^)]*import\.meta\.url|import\.meta\.(dirname|filename)/;

/**
 * The built pages are one file in another folder: a module of ours that reads a file beside
 * itself would look in the wrong place, so such parts are handed to the pages as services.
 */
const nothingBesideModules: Plugin = {
  name: "nothing-beside-modules",
  apply: "build",
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === "asset") continue;
      for (const [id, { code }] of Object.entries(chunk.modules))
        if (!id.includes("node_modules") && besideItself.test(code ?? ""))
          this.error(`${id} finds a file beside itself, which the built pages do not have`);
    }
  },
};

export default defineConfig({
  plugins: [
    nothingBesideModules,
    tailwindcss(),
    remix({
      ...remixOptions,
      buildEnd: ({ remixConfig }) => compressFiles(path.join(remixConfig.buildDirectory, "client")),
    }),
  ],
  /** Lightning CSS lowers what the oldest browsers do not know, where CSS allows it. */
  build: { target: floor, cssMinify: "lightningcss" },
});
