import type { Case } from "./case.ts";
import type { Product } from "./product.ts";
import type { Answer, Sender } from "./send.ts";
import type { Writes } from "./writes.ts";

export interface Failure {
  /** What is wrong, one of few words. */
  kind: "5xx" | "death" | "slow" | "no answer" | "long headers" | "wrote" | "log" | "memory";
  /** The same for failures of one cause. */
  cause: string;
  detail: string;
  /** Null where no single case is to blame. */
  made: Case | null;
  number: number;
}

interface Suspect {
  number: number;
  made: Case;
  kind: Failure["kind"];
  answer: Answer;
}

const slowest = 2_000;
const refusedAlone = 40;
const repeatedAlone = 60;

/** Judges the answers of a run; what looks wrong is repeated alone before it counts. */
export class Judge {
  readonly failures: Failure[] = [];
  readonly statuses = new Map<string, number>();
  refusedChecked = 0;
  private suspects: Suspect[] = [];
  private refused = new Map<string, { number: number; made: Case }>();
  private explained = new Set<string>();
  private logRead = 0;

  constructor(
    private readonly product: Product,
    private readonly sender: Sender,
    private readonly writes: Writes,
  ) {}

  take(number: number, made: Case, answer: Answer): void {
    const { status } = answer;
    const group =
      status === null ? "no answer" : status === 0 ? "not sent" : `${Math.floor(status / 100)}xx`;
    this.statuses.set(group, (this.statuses.get(group) ?? 0) + 1);
    const suspected = suspicionOf(made, answer);
    if (suspected) this.suspects.push({ number, made, kind: suspected, answer });
    if (status !== null && status >= 400 && status < 500 && status !== 429)
      this.refused.set(`${made.label} ${status}`, { number, made });
  }

  /** At rest, looks again at what a round of cases left: suspects, refusals, the log. */
  async settle(): Promise<void> {
    await this.writes.quiet();
    const byLabel = new Map<string, Suspect>();
    for (const suspect of this.suspects)
      byLabel.set(`${suspect.kind} ${suspect.made.label}`, suspect);
    for (const suspect of [...byLabel.values()].slice(0, repeatedAlone)) await this.repeat(suspect);
    for (const { number, made } of sampleOf([...this.refused.values()]))
      await this.checkWrites(number, made);
    this.suspects = [];
    this.refused.clear();
    this.readLog();
  }

  private async repeat({ number, made, kind, answer }: Suspect): Promise<void> {
    const mark = this.product.logMark();
    const again = await this.sender.send(made);
    let last = again;
    if (kind === "slow")
      for (let times = 0; times < 2 && last.milliseconds > slowest; times += 1)
        last = await this.sender.send(made);
    const still = suspicionOf(made, last);
    if (kind !== "5xx" && still === null) return;
    const said = errorsIn(this.product.logSince(mark));
    for (const { cause } of said) this.explained.add(cause);
    const shown = kind === "5xx" ? (again.status ?? 0) >= 500 : true;
    this.fail({
      kind: still ?? kind,
      cause: said[0]?.cause ?? `${made.label} ${answer.reason}`,
      detail: [
        `${made.label} as ${made.as}: ${answer.status ?? answer.reason} after ${Math.round(answer.milliseconds)} ms`,
        shown
          ? `again ${last.status ?? last.reason} after ${Math.round(last.milliseconds)} ms`
          : `not again (${again.status})`,
        answer.reason,
        said[0]?.text ?? "",
      ]
        .filter((line) => line !== "")
        .join("\n    "),
      made,
      number,
    });
  }

  private async checkWrites(number: number, made: Case): Promise<void> {
    this.refusedChecked += 1;
    let written: string[] = [];
    for (let times = 0; times < 3; times += 1) {
      let refused = false;
      const now = await this.writes.during(async () => {
        const { status, someTaken } = await this.sender.send(made);
        refused = status !== null && status >= 400 && status < 500 && !someTaken;
      });
      if (now.length === 0 || !refused) return;
      written = times === 0 ? now : written.filter((name) => now.includes(name));
      if (written.length === 0) return;
      await this.writes.quiet();
    }
    this.fail({
      kind: "wrote",
      cause: `${made.label} ${written.join(", ")}`,
      detail: written.join(", "),
      made,
      number,
    });
  }

  /** Errors in the log that no failure explains: a wrong request leaves none. */
  private readLog(): void {
    const text = this.product.logSince(this.logRead);
    this.logRead = this.product.logMark();
    for (const { cause, text: shown } of errorsIn(text)) {
      if (this.explained.has(cause)) continue;
      this.explained.add(cause);
      this.fail({ kind: "log", cause, detail: shown, made: null, number: -1 });
    }
  }

  fail(failure: Failure): void {
    this.failures.push(failure);
  }
}

function suspicionOf(made: Case, { status, milliseconds, reason }: Answer): Failure["kind"] | null {
  if (status !== null && status >= 500) return "5xx";
  if (reason.startsWith("the answer's headers")) return "long headers";
  if (status === null && reason !== "closed") return "no answer";
  if (milliseconds > slowest && made.kind !== "raw") return "slow";
  return null;
}

function sampleOf<T>(all: readonly T[]): T[] {
  const step = Math.max(1, Math.floor(all.length / refusedAlone));
  return all.filter((_, index) => index % step === 0).slice(0, refusedAlone);
}

/** The errors of a log as pino-pretty writes it, each with what tells causes apart. */
export function errorsIn(log: string): { cause: string; text: string }[] {
  const lines = log.split("\n");
  const found: { cause: string; text: string }[] = [];
  for (const [index, line] of lines.entries()) {
    const begins = /^\[[\d:.]+\] (?:ERROR|FATAL)\b/.test(line);
    const stray = /^\s*(?:\w*Error|Error \[\w+\]|node:internal|Unhandled|TypeError)\b.*/.test(line);
    if (!begins && !(stray && !/^\s{4,}/.test(line))) continue;
    const following = lines.slice(index + 1, index + 60);
    const end = following.findIndex((one) => /^\[[\d:.]+\] /.test(one));
    const entry = [line, ...(end < 0 ? following : following.slice(0, end))];
    const message = entry.find((one) => /"message":|Error:/.test(one))?.trim() ?? line;
    const codes = entry.filter((one) => /"(code|routine|table|constraint|url)":/.test(one));
    const place = entry.find((one) => /at .*(assets|build\/server|app\/)/.test(one));
    found.push({
      cause: `${message.slice(0, 160)} ${place?.trim().replace(/[:\d]+\)?$/, "") ?? ""}`.replace(
        /[0-9a-f]{8}-[0-9a-f-]{27}/g,
        "…",
      ),
      text: [message.slice(0, 400), ...codes.map((one) => one.trim()), place?.trim() ?? ""].join(
        "\n    ",
      ),
    });
  }
  return found;
}
