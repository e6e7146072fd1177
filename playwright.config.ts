import { existsSync, mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { defineConfig } from "@playwright/test";

const port = Number(process.env.E2E_PORT ?? 3947);
/** Workers read this file again; only the first reading makes the folder. */
process.env.E2E_HOME ??= mkdtempSync(path.join(os.tmpdir(), "duijie-e2e-"));
/** The same engine without windows comes first, as it takes a third less of the processor. */
const chromium = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

export default defineConfig({
  testDir: "tests/e2e",
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  /** One that passes only at the second try is listed as flaky, to be mended. */
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  use: {
    baseURL: `http://localhost:${port}`,
    locale: "zh-CN",
    actionTimeout: 30_000,
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? chromium.find((file) => existsSync(file)),
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    },
  },
  webServer: {
    command: "npm start",
    url: `http://localhost:${port}/health`,
    timeout: 180_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    env: {
      PORT: String(port),
      DATABASE_PORT: String(port + 1),
      DUIJIE_HOME: process.env.E2E_HOME,
      LOG_LEVEL: "warn",
    },
  },
});
