import path from "node:path";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import { compressFiles } from "./app/server/compress-files.ts";
import remixOptions from "./remix.config.js";

export default defineConfig({
  plugins: [
    tailwindcss(),
    remix({
      ...remixOptions,
      buildEnd: ({ remixConfig }) => compressFiles(path.join(remixConfig.buildDirectory, "client")),
    }),
  ],
  build: { target: "es2022" },
});
