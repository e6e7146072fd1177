import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { createDiskStore } from "#app/files/disk-store.server.ts";
import { proposeBroker, takeBrokerStep } from "#app/deals/brokers.server.ts";
import { decideInterest, expressInterest } from "#app/interests/commands.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { deal, dealBroker } from "#db/schema/index.ts";
import { publishedNeed } from "./deals.ts";
import { createPerson, openMarket } from "./market.ts";

export const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");
export const message = (body = "可以先寄样品吗？") => ({ body, clientKey: randomUUID() });
export const note = (body = "双方介绍了现状。") => ({ heldOn: "2026-03-02", attendees: "", body });
export const file = (name = "plan.pdf", bytes: Buffer = pdf) => ({
  name,
  content: Readable.from([bytes]),
});

/** What a refused work was refused for, or "done". */
export const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code ?? String(error),
  );

/** A market that keeps files, with people of every role in a deal, and deals between them. */
export async function openDealMarket() {
  const folder = mkdtempSync(path.join(os.tmpdir(), "duijie-deals-"));
  const market = await openMarket();
  const services: Services = { ...market.services, files: createDiskStore(folder) };
  const demand = await createPerson(services);
  const organisation = demand.active ?? undefined;
  const demandReader = await createPerson(services, { organisation, role: "reader" });
  const supply = await createPerson(services, { kind: "university" });
  const broker = await createPerson(services, { kind: "service_provider" });
  const organizer = await createPerson(services, { platformRole: "organizer" });
  const stranger = await createPerson(services);
  const dealRow = async (id: string) => {
    const [row] = await services.database.select().from(deal).where(eq(deal.id, id));
    if (!row) throw new Error("no such deal");
    return row;
  };

  /** A deal of the two sides at this stage's beginning: asked, or accepted. */
  async function openDeal(accepted = true): Promise<string> {
    const id = await publishedNeed(services, demand, organizer);
    const interestId = await expressInterest(services, supply, id, {
      message: "我们有相近的成果，希望了解贵方的工况。",
      ownPostId: null,
    });
    if (accepted) await decideInterest(services, demand, interestId, "accept");
    const [row] = await services.database
      .select()
      .from(deal)
      .where(eq(deal.interestId, interestId));
    if (!row) throw new Error("the interest has no deal");
    return row.id;
  }

  async function withBroker(): Promise<{ dealId: string; brokerRow: string }> {
    const dealId = await openDeal();
    await proposeBroker(services, demand, dealId, broker.userId);
    const [row] = await services.database
      .select()
      .from(dealBroker)
      .where(eq(dealBroker.dealId, dealId));
    if (!row) throw new Error("no broker was proposed");
    await takeBrokerStep(services, supply, dealId, row.id, "agree");
    await takeBrokerStep(services, broker, dealId, row.id, "accept");
    return { dealId, brokerRow: row.id };
  }

  return {
    folder,
    pool: market.test.pool,
    services,
    demand,
    demandReader,
    supply,
    broker,
    organizer,
    stranger,
    dealRow,
    openDeal,
    withBroker,
    close: async () => {
      rmSync(folder, { recursive: true });
      await market.close();
    },
  };
}
export type DealMarket = Awaited<ReturnType<typeof openDealMarket>>;
