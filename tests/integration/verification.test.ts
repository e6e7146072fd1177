import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeDiscarded } from "#app/files/removal.server.ts";
import { listNotifications } from "#app/notifications/centre.server.ts";
import { changeProfile } from "#app/organisations/commands.server.ts";
import {
  decideVerification,
  recallVerification,
  submitVerification,
} from "#app/verification/commands.server.ts";
import { creditCheckCharacter, organisationCheckCharacter } from "#app/verification/credit-code.ts";
import { addScan, scansOf, openScan, removeScan } from "#app/verification/documents.server.ts";
import {
  listVerifications,
  verifiedBy,
  viewVerification,
} from "#app/verification/queries.server.ts";
import { submitSchema } from "#app/verification/schema.ts";
import { readerOf } from "#app/kernel/reader.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { asReader } from "#db/row-security.ts";
import { organisation, verificationDocument } from "#db/schema/index.ts";
import { memoryStore, smallPicture } from "#tests/support/files.ts";
import { createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let organizer: Viewer;
const files = memoryStore();
beforeAll(async () => {
  market = await openMarket();
  market.services.files = files;
  organizer = await createPerson(market.services, { platformRole: "organizer" });
});
afterAll(() => market.close());

let made = 0;
function freshCode(): string {
  const eight = String(made++).padStart(8, "0");
  const first17 = `91320500${eight}${organisationCheckCharacter(eight)}`;
  return first17 + creditCheckCharacter(first17);
}

const idOf = (viewer: Viewer): string => viewer.active?.organisationId ?? "";
const newOwner = () => createPerson(market.services, { verified: false });

const submission = (code: string, version: number, changes = {}) =>
  submitSchema.parse({ country: "CN", code, register: "", note: "", version, ...changes });

const look = (viewer: Viewer, owner: Viewer) =>
  viewVerification(market.services, viewer, idOf(owner));
const isVerified = async (owner: Viewer) => {
  const [row] = await market.services.database
    .select()
    .from(organisation)
    .where(eq(organisation.id, idOf(owner)));
  return row?.verified;
};

/** An owner hands in a code with a scan. */
async function handIn(owner: Viewer, code = freshCode()): Promise<string> {
  await addScan(market.services, owner, smallPicture());
  const { version } = await look(owner, owner);
  await submitVerification(market.services, owner, submission(code, version));
  return code;
}

async function decide(owner: Viewer, step: "verify" | "return" | "revoke", by = organizer) {
  const { version } = await look(organizer, owner);
  await decideVerification(
    market.services,
    by,
    idOf(owner),
    step === "verify" ? { step, version } : { step, version, reason: "名称与执照不符" },
  );
}

const profileOf = async (owner: Viewer) => {
  const [row] = await market.services.database
    .select()
    .from(organisation)
    .where(eq(organisation.id, idOf(owner)));
  if (!row) throw new Error("no organisation");
  const { name, nameEn, kind, profile, website } = row;
  return { name, nameEn, kind: kind as "enterprise", region: "3201" as const, profile, website };
};

const told = async (viewer: Viewer) =>
  (await listNotifications(market.services, viewer, { limit: 20 })).lines.map(
    ({ kind, payload }) => [kind, "state" in payload ? payload.state : null],
  );

describe("the verification of an organisation", () => {
  it("needs a scan, is decided by an organizer, and sets the flag", async () => {
    const owner = await newOwner();
    const code = freshCode();
    await expect(
      submitVerification(market.services, owner, submission(code, 0)),
    ).rejects.toMatchObject({ code: "noDocument" });
    await handIn(owner, code);
    expect(await isVerified(owner)).toBe(false);
    const { lines } = await listVerifications(market.services, organizer, {
      state: "submitted",
      limit: 50,
    });
    expect(lines).toContainEqual(expect.objectContaining({ organisationId: idOf(owner), code }));
    await decide(owner, "verify");
    expect(await isVerified(owner)).toBe(true);
    expect(await verifiedBy(market.services, idOf(owner))).toMatchObject({ country: "CN", code });
    expect(await told(owner)).toContainEqual(["verification_decided", "verified"]);
    expect(await told(organizer)).toContainEqual(["verification_submitted", null]);
  });

  it("can be returned with a reason and handed in again", async () => {
    const owner = await newOwner();
    const code = await handIn(owner);
    await decide(owner, "return");
    expect(await look(owner, owner)).toMatchObject({ state: "returned", reason: "名称与执照不符" });
    const { version } = await look(owner, owner);
    await submitVerification(market.services, owner, submission(code, version));
    expect(await look(owner, owner)).toMatchObject({ state: "submitted", reason: "" });
  });

  it("can be taken back while it waits", async () => {
    const owner = await newOwner();
    await handIn(owner);
    const { version } = await look(owner, owner);
    await recallVerification(market.services, owner, version);
    await expect(decide(owner, "verify")).rejects.toMatchObject({ code: "illegalStep" });
  });

  it("lapses with another name, which is told to whoever is deciding", async () => {
    const owner = await newOwner();
    await handIn(owner);
    const { version } = await look(organizer, owner);
    const renamed = { ...(await profileOf(owner)), name: `${owner.active?.name} 改名` };
    await changeProfile(market.services, owner, renamed);
    await expect(
      decideVerification(market.services, organizer, idOf(owner), { step: "verify", version }),
    ).rejects.toMatchObject({ code: "conflict" });
    await decide(owner, "verify");
    await changeProfile(market.services, owner, { ...renamed, profile: "新的简介" });
    expect(await isVerified(owner)).toBe(true);
    await changeProfile(market.services, owner, { ...renamed, name: "又一个名字" });
    expect(await isVerified(owner)).toBe(false);
    expect(await look(owner, owner)).toMatchObject({ state: "lapsed" });
  });

  it("is not there any more while a new code is looked at, or once it is revoked", async () => {
    const owner = await newOwner();
    await handIn(owner);
    await decide(owner, "verify");
    const { version } = await look(owner, owner);
    await submitVerification(market.services, owner, submission(freshCode(), version));
    expect(await isVerified(owner)).toBe(false);
    await decide(owner, "verify");
    await decide(owner, "revoke");
    expect(await isVerified(owner)).toBe(false);
    expect(await told(owner)).toContainEqual(["verification_decided", "revoked"]);
  });

  it("gives a code to one organisation, also when two are verified at the same moment", async () => {
    const [one, other, late] = [await newOwner(), await newOwner(), await newOwner()];
    const code = await handIn(one);
    await handIn(other, code);
    const answers = await Promise.allSettled([decide(one, "verify"), decide(other, "verify")]);
    expect(answers.filter(({ status }) => status === "rejected")).toEqual([
      expect.objectContaining({ reason: expect.objectContaining({ code: "codeTaken" }) }),
    ]);
    await addScan(market.services, late, smallPicture());
    const { version } = await look(late, late);
    await expect(
      submitVerification(market.services, late, submission(code, version)),
    ).rejects.toMatchObject({ code: "codeTaken" });
  });

  it("takes a code whose check character is wrong, and tells both sides", async () => {
    const right = freshCode();
    const wrong = `${right.slice(0, 17)}${right.endsWith("0") ? "1" : "0"}`;
    const owner = await newOwner();
    await addScan(market.services, owner, smallPicture());
    const { version } = await look(owner, owner);
    const fields = submitSchema.parse({ country: "CN", code: wrong, version });
    await submitVerification(market.services, owner, fields);
    expect(await look(owner, owner)).toMatchObject({ code: wrong, codeCheck: "wrong" });
  });

  it("takes a foreign organisation's number with its register", async () => {
    expect(
      submitSchema.safeParse({ country: "DE", code: "HRB 12345", version: 0 }).error?.issues[0]
        ?.path,
    ).toEqual(["register"]);
    expect(submitSchema.safeParse({ country: "CN", code: "HRB12345", version: 0 }).success).toBe(
      false,
    );
    const owner = await newOwner();
    await addScan(market.services, owner, smallPicture());
    const { version } = await look(owner, owner);
    const foreign = { country: "DE", register: "Handelsregister München" };
    await submitVerification(market.services, owner, submission("HRB 12345", version, foreign));
    await decide(owner, "verify");
    expect(await verifiedBy(market.services, idOf(owner))).toMatchObject({
      country: "DE",
      code: "HRB12345",
      register: "Handelsregister München",
    });
  });

  it("refuses the second of two who decide on what both have read", async () => {
    const owner = await newOwner();
    await handIn(owner);
    const answers = await Promise.allSettled([decide(owner, "verify"), decide(owner, "return")]);
    expect(answers.filter(({ status }) => status === "rejected")).toEqual([
      expect.objectContaining({ reason: expect.objectContaining({ code: "conflict" }) }),
    ]);
  });
});

describe("who may do what", () => {
  it.each([
    ["owner", "organisation", "ok", "ok", "forbidden"],
    ["editor", "organisation", "notFound", "forbidden", "notFound"],
    ["reader", "organisation", "notFound", "forbidden", "notFound"],
    ["stranger", null, "notFound", "own", "notFound"],
    ["organizer", null, "ok", "own", "ok"],
  ] as const)("%s", async (who, _side, sees, submits, decides) => {
    const owner = await newOwner();
    await handIn(owner);
    const other = owner.active ?? undefined;
    const viewer =
      who === "owner"
        ? owner
        : who === "editor" || who === "reader"
          ? await createPerson(market.services, { organisation: other, role: who })
          : who === "organizer"
            ? organizer
            : await newOwner();
    const answer = (work: Promise<unknown>) =>
      work.then(
        () => "ok",
        (error: { code: string }) => error.code,
      );
    expect(await answer(look(viewer, owner))).toBe(sees);
    expect(await answer(scansOf(market.services, viewer, idOf(owner)))).toBe(sees);
    const [document] = await market.services.database
      .select()
      .from(verificationDocument)
      .where(eq(verificationDocument.organisationId, idOf(owner)));
    expect(await answer(openScan(market.services, viewer, document?.id ?? ""))).toBe(sees);
    const version = (await look(owner, owner)).version;
    if (submits === "forbidden")
      expect(await answer(recallVerification(market.services, viewer, version))).toBe("forbidden");
    expect(
      await answer(
        decideVerification(market.services, viewer, idOf(owner), { step: "verify", version }),
      ),
    ).toBe(decides);
  });

  it("no organizer verifies an organisation of their own", async () => {
    const owner = await createPerson(market.services, {
      platformRole: "organizer",
      verified: false,
    });
    await handIn(owner);
    await expect(decide(owner, "verify", owner)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a scan", () => {
  it("is what its content says, is not exchanged while it is looked at, and leaves no bytes behind", async () => {
    const owner = await newOwner();
    await expect(
      addScan(market.services, owner, {
        name: "licence.png",
        content: Readable.from([Buffer.from("<html>no picture</html>")]),
      }),
    ).rejects.toMatchObject({ code: "fileType" });
    await handIn(owner);
    const held = files.kept.size;
    await expect(addScan(market.services, owner, smallPicture())).rejects.toMatchObject({
      code: "illegalStep",
    });
    await removeDiscarded(market.services);
    expect(files.kept.size).toBe(held);
    const [document] = await scansOf(market.services, owner, idOf(owner));
    await expect(removeScan(market.services, owner, document?.id ?? "")).rejects.toMatchObject({
      code: "illegalStep",
    });
    await decide(owner, "return");
    await removeScan(market.services, owner, document?.id ?? "");
    await removeDiscarded(market.services);
    expect(files.kept.size).toBe(held - 1);
  });

  it("is not there for others, whatever a query asks", async () => {
    const owner = await newOwner();
    await handIn(owner);
    const stranger = await newOwner();
    const seen = (viewer: Viewer | null) =>
      asReader(market.services.database, readerOf(viewer), (transaction) =>
        transaction
          .select()
          .from(verificationDocument)
          .where(eq(verificationDocument.organisationId, idOf(owner))),
      );
    expect(await seen(stranger)).toEqual([]);
    expect(await seen(null)).toEqual([]);
    expect(await seen(owner)).toHaveLength(1);
    expect(await seen(organizer)).toHaveLength(1);
  });
});
