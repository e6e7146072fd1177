import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** The same engine without windows comes first, as it takes a third less of the processor. */
const chromium = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

export default defineConfig({
  testDir: "tests/e2e",
  globalSetup: "tests/e2e/setup.ts",
  /** Each serves the product for itself, over a copy of one filled database (tests/e2e/test.ts). */
  workers: 2,
  /** A safety net for what hangs: how long a test takes says nothing, as the machine may be busy. */
  timeout: 600_000,
  expect: { timeout: 60_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  use: {
    locale: "zh-CN",
    actionTimeout: 60_000,
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? chromium.find((file) => existsSync(file)),
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    },
  },
});
