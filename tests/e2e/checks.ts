import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import pg from "pg";
import { clusterDirectory, embeddedDatabaseUrl } from "#db/embedded/postgres.ts";

/** The page has no serious accessibility finding and is not wider than the window. */
export async function expectSound(page: Page): Promise<void> {
  const path = new URL(page.url()).pathname;
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${path} is wider than the window`).toBeLessThanOrEqual(0);
}

/** The database of the server under test, for what no page can bring about, such as a day that is over. */
export async function openDatabase(): Promise<pg.Pool> {
  const port = Number(process.env.E2E_PORT ?? 3947) + 1;
  const directory = await clusterDirectory(process.env.E2E_HOME ?? "");
  return new pg.Pool({ connectionString: await embeddedDatabaseUrl(directory, port, "duijie") });
}

/** A zone in which it is about noon, so that the test's day does not end under it. */
export function noonZone(): string {
  const ahead = 12 - new Date().getUTCHours();
  return ahead === 0 ? "Etc/GMT" : `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
}
