import { randomUUID } from "node:crypto";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { contractsOfDeal } from "#app/contracts/queries.server.ts";
import { peopleForBroker, viewDeal } from "#app/deals/record.server.ts";
import { DealContracts } from "#app/contracts/parts/deal-contracts.tsx";
import { BrokerSection } from "#app/deals/parts/broker-section.tsx";
import { DealHeader } from "#app/deals/parts/deal-header.tsx";
import { DocumentsSection } from "#app/deals/parts/documents-section.tsx";
import { useLiveDeal } from "#app/deals/parts/live.ts";
import { MoveSection } from "#app/deals/parts/move-section.tsx";
import { NotesSection } from "#app/deals/parts/notes-section.tsx";
import { OriginSection } from "#app/deals/parts/origin-section.tsx";
import { PartiesSection } from "#app/deals/parts/parties-section.tsx";
import { takesDealSteps } from "./steps.server.ts";
import { TasksSection } from "#app/deals/parts/tasks-section.tsx";
import { ThreadSection } from "#app/deals/parts/thread-section.tsx";
import { WaySection } from "#app/deals/parts/way-section.tsx";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, queryOf } from "#app/http/params.ts";
import { lineOf } from "#app/kernel/texts.ts";

const querySchema = z.object({
  /** The message before which an earlier page of the thread ends. */
  before: z.uuid().optional().catch(undefined),
  /** Whom to find as a broker. */
  person: lineOf(200).optional().catch(undefined),
});

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const dealId = idOfPath(params.dealId);
  const query = queryOf(request, querySchema);
  const deal = await answering(viewDeal(services, viewer, dealId, { before: query.before }));
  const people =
    query.person && deal.may.proposeBroker
      ? await answering(peopleForBroker(services, viewer, dealId, query.person))
      : null;
  const contracts = deal.contents ? await contractsOfDeal(services, viewer, dealId) : null;
  return {
    deal,
    contracts,
    search: people && { asked: query.person ?? "", people },
    earlierPage: query.before !== undefined,
    typedBy: viewer.userId,
    clientKey: randomUUID(),
    title: deal.parties.find(({ post }) => post !== null)?.post?.title ?? "",
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

/** A refused form wants the newest state beside it. */
export const shouldRevalidate = () => true;

export const action = takesDealSteps;

export default function DealPage() {
  const { deal, contracts, search, earlierPage, typedBy, clientKey } =
    useLoaderData<typeof loader>();
  useLiveDeal(deal.id);
  const { contents } = deal;
  const typed = { deal, clientKey };
  if (!contents)
    return (
      <div className="mx-auto max-w-3xl space-y-5">
        <DealHeader deal={deal} />
        <LostRefusal />
        <MoveSection deal={deal} />
        <PartiesSection deal={deal} />
        <WaySection deal={deal} />
      </div>
    );
  return (
    <div className="mx-auto max-w-6xl space-y-5">
      <DealHeader deal={deal} />
      <LostRefusal />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem] lg:grid-rows-[auto_1fr]">
        <div className="space-y-5 lg:col-start-2">
          <MoveSection deal={deal} />
          {contracts ? <DealContracts dealId={deal.id} {...contracts} /> : null}
          <TasksSection {...typed} contents={contents} />
        </div>
        <div className="space-y-5 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <ThreadSection
            {...typed}
            contents={contents}
            typedBy={typedBy}
            earlierPage={earlierPage}
          />
          <NotesSection {...typed} contents={contents} />
          <DocumentsSection {...typed} contents={contents} />
          <OriginSection deal={deal} />
        </div>
        <aside className="space-y-5 lg:col-start-2">
          <PartiesSection deal={deal} />
          <BrokerSection deal={deal} search={search} />
          <WaySection deal={deal} />
        </aside>
      </div>
    </div>
  );
}
