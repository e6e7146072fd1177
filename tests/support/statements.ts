import type pg from "pg";
import type { Services } from "#app/kernel/services.ts";
import { databaseOf } from "#db/connection.ts";
import type { TestMarket } from "./market.ts";

export interface Statement {
  text: string;
  values: unknown[];
}

/** The services over a database of which every reading statement is kept in `asked`. */
export function watching(market: TestMarket): { watched: Services; asked: Statement[] } {
  const asked: Statement[] = [];
  const { pool } = market.test;
  const connect = pool.connect.bind(pool) as () => Promise<pg.PoolClient>;
  const watchedPool = new Proxy(watch(pool, asked), {
    get: (target, name) =>
      name === "connect" ? async () => watch(await connect(), asked) : valueOf(target, name),
  });
  return { asked, watched: { ...market.services, database: databaseOf(watchedPool) } };
}

/** The same pool or connection, which keeps every reading statement that it is asked. */
function watch<T extends pg.Pool | pg.PoolClient>(target: T, asked: Statement[]): T {
  const query = target.query.bind(target) as (asking: unknown, values?: unknown) => unknown;
  const kept = (asking: { text: string } | string, values?: unknown[]) => {
    const text = typeof asking === "string" ? asking : asking.text;
    if (/^\s*(select|with)/i.test(text)) asked.push({ text, values: values ?? [] });
    return query(asking, values);
  };
  return new Proxy(target, {
    get: (one, name) => (name === "query" ? kept : valueOf(one, name)),
  });
}

function valueOf(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name);
  return typeof value === "function" ? (value as () => unknown).bind(target) : value;
}

interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  Plans?: Plan[];
}

const scans = (plan: Plan): string[] => [
  ...(plan["Node Type"] === "Seq Scan" ? [plan["Relation Name"] ?? ""] : []),
  ...(plan.Plans ?? []).flatMap(scans),
];

/** The tables that the plan of a statement reads from end to end. */
export async function scansOf(market: TestMarket, { text, values }: Statement): Promise<string[]> {
  const { rows } = await market.test.pool.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(
    `explain (format json) ${text}`,
    values,
  );
  return rows[0] ? scans(rows[0]["QUERY PLAN"][0].Plan) : ["no plan"];
}
