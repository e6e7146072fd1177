import type pg from "pg";
import { grouped } from "./grouped.ts";
import type { Random } from "./random.ts";

interface Row {
  table: string;
  number: number;
  id: string;
  /** Every id the row holds, its own included. */
  ids: Set<string>;
}

/** Words of addresses and fields whose table has another name. */
const otherNames = new Map(
  Object.entries({
    need: ["post"],
    result: ["post"],
    session: ["matchmaking_session"],
    group: ["synonym_group"],
    report: ["abuse_report"],
    version: ["deal_document_version"],
    file: ["proposal_file"],
    document: ["session_document", "verification_document", "deal_document"],
    participant: ["session_participant"],
    registration: ["session_registration"],
    slot: ["session_slot"],
    table: ["session_table"],
    person: ["user"],
  }),
);

const mostRows = 40;
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const token = ({ table, number }: Row) => `ID.${table}.${number}.ID`;

/**
 * What there is in the product's database: ids by table and keys by column.
 * Cases name them by table and number, which are the same for each start with
 * the same demonstration data.
 */
export class World {
  private rows: Row[] = [];
  private byTable = new Map<string, Row[]>();
  private byId = new Map<string, Row>();
  private keys: { name: string; value: string }[] = [];
  private byKey = new Map<string, string>();

  constructor(private readonly pool: pg.Pool) {}

  /** Reads the database anew. */
  async learn(): Promise<void> {
    const { rows: columns } = await this.pool.query<{
      table_name: string;
      column_name: string;
      udt_name: string;
    }>(
      `SELECT table_name, column_name, udt_name FROM information_schema.columns
       WHERE table_schema = 'public' ORDER BY 1, ordinal_position`,
    );
    const tables = grouped(columns, (column) => column.table_name);
    this.rows = [];
    this.byTable = new Map();
    this.keys = [];
    for (const [table, ofTable] of tables) {
      const uuids = ofTable
        .filter(({ udt_name }) => udt_name === "uuid")
        .map((one) => one.column_name);
      const keys = ofTable
        .filter(
          ({ udt_name, column_name }) =>
            udt_name === "text" && /(token|key|slug)$/.test(column_name),
        )
        .map((one) => one.column_name);
      if (uuids.length + keys.length === 0) continue;
      const first = uuids.includes("id") ? "id" : [...uuids, ...keys][0];
      const { rows } = await this.pool.query<Record<string, string | null>>(
        `SELECT ${[...uuids, ...keys].map((name) => `"${name}"`).join(", ")} FROM public."${table}"
         ORDER BY "${first}" LIMIT ${mostRows}`,
      );
      for (const [number, found] of rows.entries()) {
        if (found.id) {
          const ids = uuids.flatMap((name) => found[name] ?? []);
          const row = { table, number, id: found.id, ids: new Set(ids) };
          this.rows.push(row);
          this.byTable.set(table, [...(this.byTable.get(table) ?? []), row]);
        }
        for (const name of keys) {
          const value = found[name];
          if (value) this.keys.push({ name: `KEY.${table}.${name}.${number}.KEY`, value });
        }
      }
    }
    this.byId = new Map(this.rows.map((row) => [row.id, row]));
    this.byKey = new Map(this.keys.map(({ name, value }) => [name, value]));
  }

  /** An id of whatever thing. */
  anyId(random: Random): string {
    const tables = [...this.byTable.keys()];
    if (tables.length === 0) return "01900000-0000-7000-8000-000000000000";
    return token(random.pick(this.byTable.get(random.pick(tables)) ?? this.rows));
  }

  /** A token, key or short name of whatever thing. */
  anyKey(random: Random, of = ""): string {
    const fitting = this.keys.filter(({ name }) => name.includes(of));
    if (fitting.length > 0) return random.pick(fitting).name;
    return this.keys.length > 0 ? random.pick(this.keys).name : "key";
  }

  /**
   * An id of the things that a parameter or field names, such as "meetingId";
   * one that belongs to those given before, where there is one.
   */
  idFor(random: Random, name: string, before: readonly string[] = []): string {
    const word = snake(name.replace(/Ids?$/, "").replace(/^.*[.\]]/, "")).replace(/^_/, "");
    const last = word.split("_").at(-1) ?? word;
    const exact = [word, last].find((one) => this.byTable.has(one));
    const known = otherNames.get(word) ?? otherNames.get(last) ?? (exact ? [exact] : []);
    const tables =
      known.length > 0 ? known : [...this.byTable.keys()].filter((one) => one.endsWith(`_${last}`));
    const rows = tables.flatMap((table) => this.byTable.get(table) ?? []);
    if (rows.length === 0) return this.anyId(random);
    const given = before.map((one) => this.resolve(one));
    const related = rows.filter(({ ids }) => given.some((one) => ids.has(one)));
    return token(random.pick(related.length > 0 && !random.one(4) ? related : rows));
  }

  /** Puts the ids and keys of this start in. */
  resolve(text: string): string {
    return text
      .replace(/ID\.(\w+)\.(\d+)\.ID/g, (_all, table: string, number: string) => {
        const rows = this.byTable.get(table) ?? this.rows;
        return rows.length > 0
          ? (rows[Number(number) % rows.length]?.id ?? "")
          : "01900000-0000-7000-8000-000000000000";
      })
      .replace(
        /KEY\.[\w.]+?\.KEY/g,
        (name) => this.byKey.get(name) ?? this.keys[0]?.value ?? "key",
      );
  }

  /** Takes the ids of this start out again, so that what was learned fits another one. */
  generalise(text: string): string {
    return text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
      const row = this.byId.get(id);
      return row ? token(row) : id;
    });
  }
}
