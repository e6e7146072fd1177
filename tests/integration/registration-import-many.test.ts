import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importRegistrations } from "#app/sessions/registrations/import/registration-import-job.server.ts";
import { confirmImport } from "#app/sessions/registrations/import/registration-import.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { registrationImport } from "#db/schema/index.ts";
import { memoryStore } from "#tests/support/files.ts";
import { createPerson, openMarket } from "#tests/support/market.ts";
import {
  csv,
  mark,
  registrationTools,
  upload,
  type Cells,
} from "#tests/support/registration-files.ts";
import { openSession } from "#tests/support/sessions.ts";

let services: Services;
let organizer: Viewer;
let close: () => Promise<void>;
let tools: ReturnType<typeof registrationTools>;
beforeAll(async () => {
  const market = await openMarket();
  close = () => market.close();
  services = { ...market.services, files: memoryStore() };
  organizer = await createPerson(services, { platformRole: "organizer" });
  tools = registrationTools(services, organizer);
});
afterAll(() => close());

describe("files of many registrations", () => {
  /** So many rows, four people an organisation, none of which is known. */
  const rowsOf = (count: number, prefix = mark()): Cells[] =>
    Array.from({ length: count }, (_, at) => [
      `${prefix}单位${Math.floor(at / 4)}`,
      `p${at}@${prefix}.test`,
      `人员${at}`,
      "经理",
    ]);

  it("takes 10,000 rows in whole batches, and the same file again changes nothing", async () => {
    const sessionId = await openSession(services, organizer, {
      peoplePerOrganisation: 4,
      capacity: 2_000,
    });
    const rows = rowsOf(10_000);
    const checked = await tools.check(sessionId, upload(csv(rows)));
    expect(checked.report.withCreation).toMatchObject({
      added: 10_000,
      admitted: 2_000,
      waiting: 500,
    });
    const done = await tools.write(sessionId, checked, true);
    expect(done).toMatchObject({
      state: "done",
      done: 10_000,
      report: { added: 10_000, created: 2_500, admitted: 2_000, waiting: 500, refusedRows: 0 },
    });
    const again = await tools.write(
      sessionId,
      await tools.check(sessionId, upload(csv(rows))),
      true,
    );
    expect(again.report).toMatchObject({ added: 0, changed: 0, unchanged: 10_000, created: 0 });
    expect(await tools.people(sessionId)).toHaveLength(10_000);
  });

  it("goes on where it broke off, and never writes a row twice", async () => {
    const sessionId = await openSession(services, organizer, { peoplePerOrganisation: 4 });
    const checked = await tools.check(sessionId, upload(csv(rowsOf(2_500))));
    await confirmImport(services, organizer, sessionId, checked.id, true);
    let batches = 0;
    const breaking: Services = {
      ...services,
      now: () => {
        batches += 1;
        if (batches > 4) throw new Error("the server went away");
        return services.now();
      },
    };
    await expect(
      importRegistrations(breaking, { importId: checked.id, createOrganisations: true }),
    ).rejects.toThrow("the server went away");
    const broken = await tools.view(sessionId, checked.id);
    expect(broken.state).toBe("running");
    expect(broken.done).toBeGreaterThan(0);
    expect(broken.done).toBeLessThan(2_500);
    await Promise.all([tools.job(checked.id, true), tools.job(checked.id, true)]);
    expect(await tools.view(sessionId, checked.id)).toMatchObject({
      state: "done",
      done: 2_500,
      report: { added: 2_500, created: 625 },
    });
    expect(await tools.people(sessionId)).toHaveLength(2_500);
  });

  it("keeps all limits when two organizers import at once", async () => {
    const sessionId = await openSession(services, organizer, {
      peoplePerOrganisation: 4,
      capacity: 300,
    });
    const prefix = mark();
    const rows = rowsOf(2_000, prefix);
    const theirs = rows.map(([name, email, ...rest], at) => [
      name,
      at % 2 === 0 ? email : `other-${email}`,
      ...rest,
    ]);
    const checked = await Promise.all(
      [rows, theirs].map((file) => tools.check(sessionId, upload(csv(file)))),
    );
    const done = await Promise.all(checked.map((one) => tools.write(sessionId, one, true)));
    expect(done.map(({ state }) => state)).toEqual(["done", "done"]);
    const made = await tools.registrations(sessionId);
    expect(made).toHaveLength(500);
    expect(made.filter(({ state }) => state === "admitted")).toHaveLength(300);
    const counts = new Map<string, number>();
    for (const { registrationId } of await tools.people(sessionId))
      counts.set(registrationId, (counts.get(registrationId) ?? 0) + 1);
    expect(Math.max(...counts.values())).toBe(4);
    const [first, second] = done.map(({ report }) => report);
    expect((first?.created ?? 0) + (second?.created ?? 0)).toBe(500);
    const rowsLeft = await services.database
      .select()
      .from(registrationImport)
      .where(eq(registrationImport.sessionId, sessionId));
    expect(rowsLeft).toHaveLength(2);
  });
});
