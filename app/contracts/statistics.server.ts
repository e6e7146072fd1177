import { sql, type SQL } from "drizzle-orm";
import { clusters, contractKinds, regions } from "#app/codes/codes.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { contract } from "#db/schema/index.ts";
import { mayRegister } from "./policy.ts";
import {
  openTables,
  statisticsTables,
  withoutSmallCells,
  type ShownStatistics,
  type Statistics,
  type StatisticsRow,
  type StatisticsTable,
} from "./statistics.ts";

/** The day a contract counts for: of its registration, else of its signature. */
const countedOn = sql`coalesce(${contract.registeredOn}, ${contract.signedOn})`;

const keyOf: Record<StatisticsTable, SQL> = {
  kind: sql`${contract.kind}`,
  cluster: sql`${contract.cluster}`,
  buyerRegion: sql`${contract.buyerRegion}`,
  sellerRegion: sql`${contract.sellerRegion}`,
  year: sql`to_char(${countedOn}, 'YYYY')`,
  half: sql`to_char(${countedOn}, 'YYYY') || case when extract(month from ${countedOn}) <= 6 then '-H1' else '-H2' end`,
};

/** The days to count, both included, YYYY-MM-DD; null leaves that end open. */
export interface Period {
  from: string | null;
  to: string | null;
}

interface SqlRow extends Record<string, unknown> {
  key: string | null;
  whole: boolean;
  registered: number;
  registered_amount: string;
  registered_technology: string;
  signed: number;
  signed_amount: string;
  signed_technology: string;
}

/**
 * Counts contracts by one property, with the text in force, in one query.
 * Registered are those with a registry number; signed are those that both sides
 * signed and that have none. Terminated contracts count in neither.
 */
export async function contractStatistics(
  services: Services,
  table: StatisticsTable,
  { from, to }: Period,
): Promise<Statistics> {
  const figures = (name: string, which: SQL) => sql`
    count(*) filter (where ${which})::int as ${sql.identifier(name)},
    coalesce(sum(${contract.contractAmount}) filter (where ${which}), 0)::numeric(20, 2)::text
      as ${sql.identifier(`${name}_amount`)},
    coalesce(sum(${contract.technologyAmount}) filter (where ${which}), 0)::numeric(20, 2)::text
      as ${sql.identifier(`${name}_technology`)}`;
  const counted = await services.database.execute<SqlRow>(sql`
    with counted as (
      select ${keyOf[table]} as key, contract.* from ${contract}
      where ${contract.signedOn} is not null and ${contract.state} <> 'terminated'
        and (${from}::date is null or ${countedOn} >= ${from}::date)
        and (${to}::date is null or ${countedOn} <= ${to}::date)
    )
    select key, grouping(key) = 1 as whole,
      ${figures("registered", sql`contract.registered_on is not null`)},
      ${figures("signed", sql`contract.registered_on is null`)}
    from counted as contract group by grouping sets ((key), ())`);
  const read = (row: SqlRow): StatisticsRow => ({
    key: row.key,
    registered: {
      count: row.registered,
      contractAmount: row.registered_amount,
      technologyAmount: row.registered_technology,
    },
    signed: {
      count: row.signed,
      contractAmount: row.signed_amount,
      technologyAmount: row.signed_technology,
    },
  });
  const total = counted.rows.find(({ whole }) => whole);
  if (!total) throw new Error("statistics without a total");
  return {
    table,
    rows: inOrder(table, counted.rows.filter(({ whole }) => !whole).map(read)),
    total: read(total),
  };
}

/** Rows in the order of their code list, others by their key; what was not said comes last. */
function inOrder(table: StatisticsTable, rows: StatisticsRow[]): StatisticsRow[] {
  const lists: Partial<Record<StatisticsTable, readonly string[]>> = {
    kind: contractKinds,
    cluster: clusters,
    buyerRegion: regions,
    sellerRegion: regions,
  };
  const place = ({ key }: StatisticsRow): string =>
    key === null ? "~" : lists[table] ? String(lists[table].indexOf(key)).padStart(4, "0") : key;
  return rows.toSorted((one, other) => (place(one) < place(other) ? -1 : 1));
}

/**
 * The tables as a viewer may see them: organizers all of them for any period;
 * other signed-in people those of the whole time, as one period less another
 * would tell of single contracts, and without the cells that would.
 */
export async function shownStatistics(
  services: Services,
  viewer: Viewer,
  period: Period,
): Promise<ShownStatistics[]> {
  const whole = mayRegister(viewer);
  const counted = (whole ? statisticsTables : openTables).map((table) =>
    contractStatistics(services, table, whole ? period : { from: null, to: null }),
  );
  const tables = await Promise.all(counted);
  return tables.map((table) =>
    whole ? { ...table, suppressed: false } : withoutSmallCells(table),
  );
}
