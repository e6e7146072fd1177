import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { EmptyState } from "#app/ui/parts.tsx";
import { boardSchema, dealBoard, endReasonsByCluster } from "#app/deals/board.server.ts";
import { moveDeal } from "#app/deals/move.server.ts";
import { moveSchema } from "#app/deals/schema.ts";
import { isRefusal } from "#app/kernel/refusals.ts";
import { isOrganizer } from "#app/kernel/viewer.ts";
import { BoardFilters } from "#app/deals/parts/board-filters.tsx";
import { DealBoard } from "#app/deals/parts/board.tsx";
import { useLiveDeals } from "#app/deals/parts/live.ts";
import { ReasonsTable } from "#app/deals/parts/reasons-table.tsx";
import { movedMeanwhile } from "./steps.server.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { step, takesSteps, WrongFields } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { queryOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { errorText } from "#app/i18n/issues.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { services } = context;
  const query = queryOf(request, boardSchema);
  const organizer = isOrganizer(viewer);
  const [columns, reasons] = await Promise.all([
    dealBoard(services, viewer, query),
    organizer ? endReasonsByCluster(services, viewer) : null,
  ]);
  return {
    columns,
    reasons,
    organizer,
    query,
    title: (await getT(request))("deals:board"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

/** A refused move wants the newest state of the board. */
export const shouldRevalidate = () => true;

export const action = takesSteps("signedIn", {
  steps: {
    move: step({
      words: movedMeanwhile,
      fields: z.intersection(z.object({ dealId: z.uuid() }), moveSchema),
      run: async ({ dealId, ...move }, { services, viewer, t }) => {
        try {
          await moveDeal(services, viewer, dealId, move);
        } catch (error) {
          // The board stays, also where the deal is no longer there for its person.
          if (!isRefusal(error) || ![403, 404].includes(error.status)) throw error;
          throw new WrongFields({ "": [errorText(t, error.code)] });
        }
        return { shown: null };
      },
    }),
  },
});

export default function DealBoardPage() {
  const { t } = useTranslation();
  const { columns, reasons, organizer, query } = useLoaderData<typeof loader>();
  useLiveDeals();
  const filters = Object.entries({ cluster: query.cluster, city: query.city }).filter(
    (entry): entry is [string, NonNullable<(typeof entry)[1]>] => entry[1] !== undefined,
  );
  const address = `/deals/board?${new URLSearchParams(filters).toString()}`;
  const total = columns.reduce((sum, { count }) => sum + count, 0);
  const shown =
    query.stage ??
    columns.find(({ stage, count }) => stage !== "interest" && count > 0)?.stage ??
    "interest";
  return (
    <div className="space-y-4">
      <LostRefusal />
      <h1>{t("deals:board")}</h1>
      <p className="text-ink-soft">{t("deals:boardPage.lead")}</p>
      {query.before ? (
        <Link to={address} className="link">
          ← {t("deals:board")}
        </Link>
      ) : (
        <BoardFilters
          query={query}
          shown={shown}
          counts={Object.fromEntries(columns.map(({ stage, count }) => [stage, count]))}
          organizer={organizer}
        />
      )}
      {total > 0 ? (
        <DealBoard columns={columns} shown={shown} address={address} />
      ) : filters.length > 0 ? (
        <EmptyState title={t("deals:boardPage.filtered")} />
      ) : (
        <EmptyState title={t("deals:boardPage.empty")} text={t("deals:boardPage.emptyText")} />
      )}
      {reasons ? <ReasonsTable reasons={reasons} /> : null}
    </div>
  );
}
