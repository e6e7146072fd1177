import path from "node:path";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import browserslist from "browserslist";
import { defineConfig } from "vite";
import { compressFiles } from "./app/server/compress-files.ts";
import remixOptions from "./remix.config.js";

/** The oldest browsers of package.json's list, in esbuild's words: "chrome103", "ios16.4". */
const floor = browserslist().map((browser) => browser.replace("ios_saf", "ios").replace(" ", ""));

export default defineConfig({
  plugins: [
    tailwindcss(),
    remix({
      ...remixOptions,
      buildEnd: ({ remixConfig }) => compressFiles(path.join(remixConfig.buildDirectory, "client")),
    }),
  ],
  /** Lightning CSS lowers what the oldest browsers do not know, where CSS allows it. */
  build: { target: floor, cssMinify: "lightningcss" },
});
