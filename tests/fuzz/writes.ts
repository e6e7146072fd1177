import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";

/** What a request that is refused may write all the same, and why. */
export const allowed: Readonly<Record<string, string>> = {
  rate_limit: "tries are counted",
  session: "a session that is used lasts longer; one that expired is removed",
  verification: "a token that expired is removed",
  match_visit: "a page that is shown again with what was refused is looked at",
};

/** What a refused request may put into a table if it takes just as many rows out again, and why. */
const givenBack: Readonly<Record<string, string>> = {
  sent_form: "a form that is carried out has its turn, which it gives back when it is refused",
};

interface Written {
  name: string;
  operation: string;
  rows: number;
}

/** Whether all that was written to a table is gone again. */
function isGivenBack(name: string, written: Written[]): boolean {
  const rowsOf = (wanted: string) =>
    written.find((one) => one.name === name && one.operation === wanted)?.rows ?? 0;
  return (
    Object.hasOwn(givenBack, name) &&
    rowsOf("UPDATE") === 0 &&
    rowsOf("INSERT") === rowsOf("DELETE")
  );
}

/** Watches which tables are written, by triggers that belong to the run and not to the product. */
export class Writes {
  constructor(private readonly pool: pg.Pool) {}

  async watch(): Promise<void> {
    await this.pool.query(`
      CREATE SCHEMA fuzz;
      CREATE UNLOGGED TABLE fuzz.written (name text NOT NULL, operation text NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
      CREATE FUNCTION fuzz.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
          INSERT INTO fuzz.written (name, operation) VALUES (TG_TABLE_NAME, TG_OP);
          RETURN NULL;
        END $$;
      DO $$
        DECLARE found record;
        BEGIN
          FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format('CREATE TRIGGER fuzz_note AFTER INSERT OR UPDATE OR DELETE ON public.%I FOR EACH ROW EXECUTE FUNCTION fuzz.note()', found.tablename);
          END LOOP;
        END $$;
    `);
  }

  /** Which tables the work wrote to, as "operation table". */
  async during(work: () => Promise<unknown>): Promise<string[]> {
    await this.pool.query("TRUNCATE fuzz.written");
    await work();
    const { rows } = await this.pool.query<Written>(
      "SELECT name, operation, count(*)::int AS rows FROM fuzz.written GROUP BY 1, 2 ORDER BY 1, 2",
    );
    return rows
      .filter(({ name }) => !Object.hasOwn(allowed, name) && !isGivenBack(name, rows))
      .map(({ name, operation }) => `${operation} ${name}`);
  }

  /** Waits until the product's own work is done, for two minutes at most. */
  async quiet(): Promise<void> {
    const deadline = Date.now() + 120_000;
    let still = 0;
    while (still < 4 && Date.now() < deadline) {
      await this.pool.query("TRUNCATE fuzz.written");
      await wait(250);
      const { rows } = await this.pool.query<{ busy: boolean }>(
        `SELECT EXISTS (SELECT FROM fuzz.written)
           OR EXISTS (SELECT FROM pgboss.job WHERE state = 'active'
             OR (state IN ('created', 'retry') AND start_after <= now())) AS busy`,
      );
      still = rows[0]?.busy ? 0 : still + 1;
    }
  }
}
