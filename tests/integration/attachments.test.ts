import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addAttachment, openAttachment, removeAttachment } from "#app/posts/attachments.server.ts";
import { createDiskStore } from "#app/files/disk-store.server.ts";
import { maximumFiles, maximumSize } from "#app/files/limits.ts";
import { removeDiscarded } from "#app/files/removal.server.ts";
import { attachmentsOf } from "#app/posts/attachment-lines.server.ts";
import * as commands from "#app/posts/commands.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { completeNeed, createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "duijie-files-"));
const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");
let market: TestMarket;
let services: Services;
let owner: Viewer;
let reader: Viewer;
let stranger: Viewer;
beforeAll(async () => {
  market = await openMarket();
  services = { ...market.services, files: createDiskStore(folder) };
  owner = await createPerson(services);
  reader = await createPerson(services, {
    organisation: owner.active ?? undefined,
    role: "reader",
  });
  stranger = await createPerson(services, { kind: "university" });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await market.close();
});

const draft = async () => (await commands.createDraft(services, owner, "need", completeNeed())).id;
const add = (viewer: Viewer, postId: string, name: string, bytes: Buffer) =>
  addAttachment(services, viewer, postId, { name, content: Readable.from([bytes]) });
const kept = (): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

describe("files of a post", () => {
  it("come back as they went in, for those who see the post", async () => {
    const postId = await draft();
    await add(owner, postId, "指标测试报告.pdf", pdf);
    const [file] = await attachmentsOf(services, postId);
    expect(file).toMatchObject({ name: "指标测试报告.pdf", size: pdf.length });
    const opened = await openAttachment(services, reader, file?.id ?? "");
    expect(opened.mediaType).toBe("application/pdf");
    expect(await buffer(await opened.open())).toEqual(pdf);
    for (const viewer of [stranger, null])
      await expect(openAttachment(services, viewer, file?.id ?? "")).rejects.toMatchObject({
        code: "notFound",
      });
  });

  it.each([
    ["a text that calls itself a PDF", "report.pdf", Buffer.from("just words, no document at all")],
    ["a PDF that calls itself a picture", "picture.png", pdf],
    ["a program", "setup.exe", Buffer.concat([Buffer.from("MZ"), Buffer.alloc(300)])],
    ["nothing", "empty.pdf", Buffer.alloc(0), "fileEmpty"],
  ])("%s is refused and not kept", async (_what, name, bytes, code = "fileType") => {
    const postId = await draft();
    const before = kept();
    await expect(add(owner, postId, name, bytes)).rejects.toMatchObject({ code });
    expect(await attachmentsOf(services, postId)).toEqual([]);
    expect(kept()).toEqual(before);
  });

  it("one that is too large is refused and nothing of it stays", async () => {
    const postId = await draft();
    const before = kept();
    const large = Buffer.concat([pdf, Buffer.alloc(maximumSize)]);
    await expect(add(owner, postId, "large.pdf", large)).rejects.toMatchObject({
      code: "fileTooLarge",
    });
    expect(kept()).toEqual(before);
  });

  it("no more than allowed are taken", async () => {
    const postId = await draft();
    for (let index = 0; index < maximumFiles; index += 1)
      await add(owner, postId, `${index}.pdf`, pdf);
    await expect(add(owner, postId, "one-more.pdf", pdf)).rejects.toMatchObject({
      code: "tooManyFiles",
    });
  });

  it("are the writers' to add and remove, while the post can be edited", async () => {
    const postId = await draft();
    await expect(add(reader, postId, "a.pdf", pdf)).rejects.toMatchObject({ code: "forbidden" });
    await expect(add(stranger, postId, "a.pdf", pdf)).rejects.toMatchObject({ code: "forbidden" });
    await add(owner, postId, "a.pdf", pdf);
    const [file] = await attachmentsOf(services, postId);
    await commands.submit(services, owner, postId);
    const removal = (viewer: Viewer) => removeAttachment(services, viewer, file?.id ?? "");
    await expect(removal(owner)).rejects.toMatchObject({ code: "forbidden" });
    await commands.recall(services, owner, postId);
    await expect(removal(reader)).rejects.toMatchObject({ code: "forbidden" });
    await removeDiscarded(services);
    const before = kept().length;
    await removal(owner);
    await removeDiscarded(services);
    expect(kept().length).toBe(before - 1);
    expect(await attachmentsOf(services, postId)).toEqual([]);
  });
});
