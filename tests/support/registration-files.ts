import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { importRegistrations } from "#app/sessions/registrations/import/registration-import-job.server.ts";
import {
  confirmImport,
  handInRegistrations,
  importsOf,
  type ImportView,
} from "#app/sessions/registrations/import/registration-import.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { sessionParticipant, sessionRegistration } from "#db/schema/index.ts";

export type Cells = (string | undefined)[];
const heading = [
  "单位名称",
  "邮箱",
  "姓名",
  "职务",
  "不能参加的时段",
  "带来的需求与成果",
  "统一社会信用代码",
];

/** A file of registrations as text; each cell is quoted. */
export const csv = (rows: Cells[], headings = heading): string =>
  [headings, ...rows]
    .map((cells) => cells.map((cell = "") => `"${cell.replaceAll('"', '""')}"`).join(","))
    .join("\n");

/** A file as a browser sends it. */
export const upload = (text: string | Buffer, name = "报名.csv") => ({
  name,
  content: Readable.from([Buffer.from(text)]),
});

export const mark = () => randomUUID().slice(0, 8);

/** What tests do with files of registrations: handing in, checking, writing, and looking. */
export function registrationTools(services: Services, organizer: Viewer) {
  const job = (importId: string, createOrganisations = false) =>
    importRegistrations(services, { importId, createOrganisations });

  async function view(sessionId: string, importId: string): Promise<ImportView> {
    const found = (await importsOf(services, organizer, sessionId)).find(
      ({ id }) => id === importId,
    );
    if (!found) throw new Error("no such import");
    return found;
  }

  /** Hands a file in and has it checked. */
  async function check(sessionId: string, file: ReturnType<typeof upload>): Promise<ImportView> {
    const id = await handInRegistrations(services, organizer, sessionId, file);
    await job(id);
    return view(sessionId, id);
  }

  async function write(
    sessionId: string,
    checked: ImportView,
    create = false,
  ): Promise<ImportView> {
    await confirmImport(services, organizer, sessionId, checked.id, create);
    await job(checked.id, create);
    return view(sessionId, checked.id);
  }

  const take = async (sessionId: string, rows: Cells[], create = false): Promise<ImportView> =>
    write(sessionId, await check(sessionId, upload(csv(rows))), create);

  const registrations = (sessionId: string) =>
    services.database
      .select()
      .from(sessionRegistration)
      .where(eq(sessionRegistration.sessionId, sessionId))
      .orderBy(sessionRegistration.id);
  const people = (sessionId: string) =>
    services.database
      .select()
      .from(sessionParticipant)
      .where(eq(sessionParticipant.sessionId, sessionId))
      .orderBy(sessionParticipant.id);

  return { job, view, check, write, take, registrations, people };
}
