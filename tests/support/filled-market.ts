import { eq } from "drizzle-orm";
import pg from "pg";
import { addAttachment, removeAttachment } from "#app/posts/attachments.server.ts";
import type { FileStore } from "#app/kernel/file-store.ts";
import { addProposalFile } from "#app/challenges/files.server.ts";
import { addVersion } from "#app/deals/documents.server.ts";
import { createDraft } from "#app/posts/commands.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { addScan } from "#app/verification/documents.server.ts";
import { inTransaction } from "#db/connection.ts";
import { sendJob } from "#db/jobs.ts";
import { migrate } from "#db/migrate.ts";
import { attachment, challenge } from "#db/schema/index.ts";
import { saveProposal, submitProposal } from "#app/challenges/proposals.server.ts";
import { completeProposal, openChallenge, publishedNeed } from "./challenges.ts";
import { signedContract } from "./contracts.ts";
import { file } from "./deal-market.ts";
import { smallPicture } from "./files.ts";
import { completeNeed, createPerson, openMarketOn } from "./market.ts";

/** The product's parts over a database that is there, prepared as at a start. */
export async function marketAt(url: string, files: FileStore) {
  await migrate(url);
  const pool = new pg.Pool({ connectionString: url });
  pool.on("error", () => {});
  const market = await openMarketOn({ url, pool, drop: () => pool.end() });
  const services: Services = { ...market.services, files };
  return { services, url, close: market.close };
}

export interface FilledMarket {
  owner: Viewer;
  organizer: Viewer;
  administrator: Viewer;
  bidder: Viewer;
  stranger: Viewer;
  needId: string;
  challengeId: string;
  contractId: string;
  dealId: string;
}

/** A market with something of every kind that a backup must not lose: sealed rows, files of all kinds, waiting jobs. */
export async function fillMarket(services: Services): Promise<FilledMarket> {
  const owner = await createPerson(services);
  const organizer = await createPerson(services, { platformRole: "organizer" });
  const administrator = await createPerson(services, { platformRole: "administrator" });
  const bidder = await createPerson(services, { kind: "university" });
  const stranger = await createPerson(services);

  const needId = await publishedNeed(services, owner, organizer);
  await addAttachment(services, owner, needId, file("公开.pdf"));
  await addAttachment(services, owner, needId, file("保密.pdf"), true);

  const challengeId = await openChallenge(services, owner, organizer);
  const first = await saveProposal(services, bidder, challengeId, completeProposal("甲"), null);
  await addProposalFile(services, bidder, challengeId, file("方案.pdf"));
  await submitProposal(services, bidder, challengeId, first);

  const { id: contractId, dealId } = await signedContract(services, {
    buyer: owner,
    seller: bidder,
    organizer,
  });
  await addVersion(services, owner, dealId, { title: "计划" }, file("计划.pdf"));
  await addScan(services, owner, smallPicture("执照.png"));
  await inTransaction(services.database, (transaction) =>
    sendJob(transaction, "mail.send", {
      to: "a@example.test",
      subject: "待发",
      body: "一\n二\t\\三",
    }),
  );
  return {
    owner,
    organizer,
    administrator,
    bidder,
    stranger,
    needId,
    challengeId,
    contractId,
    dealId,
  };
}

/** Goes on posting, attaching and removing until told to stop; answers how often it did. */
export function keepWriting(services: Services, { owner }: FilledMarket): () => Promise<number> {
  let going = true;
  const writing = (async () => {
    let times = 0;
    for (; going; times++) {
      const { id } = await createDraft(services, owner, "need", completeNeed());
      await addAttachment(services, owner, id, file("甲.pdf"));
      await addAttachment(services, owner, id, file("乙.pdf"));
      const [first] = await services.database
        .select({ id: attachment.id })
        .from(attachment)
        .where(eq(attachment.postId, id));
      if (first) await removeAttachment(services, owner, first.id);
    }
    return times;
  })();
  return () => {
    going = false;
    return writing;
  };
}

/** The state of a challenge as its row says. */
export async function challengeState(services: Services, id: string): Promise<string | undefined> {
  const [row] = await services.database.select().from(challenge).where(eq(challenge.id, id));
  return row?.state;
}
