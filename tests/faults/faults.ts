import { answer, type MailServer } from "#tests/support/mail-server.ts";
import type { ObjectStore } from "#tests/support/object-store.ts";
import type { Postgres } from "./postgres.ts";
import type { Product } from "./product.ts";
import type { Proxy } from "./proxy.ts";
import type { Random } from "./random.ts";

/** Everything that can be made to fail. */
export interface Parts {
  product: Product;
  postgres: Postgres;
  store: ObjectStore;
  mail: MailServer;
  /** The wires between the product and the parts outside it. */
  wires: { postgres: Proxy; store: Proxy; mail: Proxy };
}

export interface Fault {
  name: string;
  /** Why it cannot be done here; null when it can. */
  impossible?: (parts: Parts) => string | null;
  begin: (parts: Parts, random: Random) => Promise<void> | void;
  /** Brings back what it took away; nothing where that is the product's own affair. */
  end?: (parts: Parts) => Promise<void> | void;
}

const signalled = (
  role: "supervisor" | "web" | "worker",
  signal: "SIGKILL" | "SIGTERM" | "SIGSTOP",
): Fault => ({
  name: `${role} ${signal}`,
  begin: ({ product }, random) =>
    void product.signal(role, signal, (count) => random.below(Math.max(1, count))),
  ...(signal === "SIGSTOP" ? { end: ({ product }) => product.resume() } : {}),
});

const wire = (part: keyof Parts["wires"]): Fault[] => [
  { name: `${part} wire cut`, begin: ({ wires }) => wires[part].cut() },
  { name: `${part} wire half closed`, begin: ({ wires }) => wires[part].halfClose() },
  {
    name: `${part} wire slow`,
    begin: ({ wires }, random) => wires[part].delay(random.between(50, 400)),
    end: ({ wires }) => wires[part].fair(),
  },
  {
    name: `${part} wire stalls`,
    begin: ({ wires }) => wires[part].stall(),
    end: ({ wires }) => wires[part].fair(),
  },
  {
    name: `${part} wire away`,
    begin: ({ wires }) => wires[part].away(),
    end: ({ wires }) => wires[part].fair(),
  },
];

const skewed = (name: string, seconds: number): Fault => ({
  name,
  impossible: ({ product }) => (product.skewClock ? null : product.noClock),
  begin: ({ product }) => product.skewClock?.(seconds),
  end: ({ product }) => product.skewClock?.(0),
});

export const faults: Fault[] = [
  ...(["web", "worker", "supervisor"] as const).flatMap((role) => [
    signalled(role, "SIGKILL"),
    signalled(role, "SIGTERM"),
    signalled(role, "SIGSTOP"),
  ]),
  {
    name: "postgres killed",
    begin: ({ postgres }) => postgres.kill(),
    end: ({ postgres }) => postgres.start(),
  },
  {
    name: "postgres stopped at once",
    begin: ({ postgres }) => postgres.stopImmediately(),
    end: ({ postgres }) => postgres.start(),
  },
  { name: "postgres backend killed", begin: ({ postgres }) => postgres.killBackend() },
  {
    name: "postgres held",
    begin: ({ postgres }) => postgres.hold(true),
    end: ({ postgres }) => postgres.hold(false),
  },
  {
    name: "postgres disk full",
    impossible: ({ postgres }) => (postgres.fillDisk ? null : postgres.noDisk),
    begin: ({ postgres }) => postgres.fillDisk?.(true),
    end: async ({ postgres }) => {
      await postgres.fillDisk?.(false);
      await postgres.start();
    },
  },
  ...wire("postgres"),
  {
    name: "store killed",
    begin: ({ store }) => store.kill(),
    end: ({ store }) => store.start(),
  },
  {
    name: "store full",
    begin: ({ store }) => store.fill(true),
    end: ({ store }) => store.fill(false),
  },
  ...wire("store"),
  {
    name: "mail server ended",
    begin: ({ mail }) => mail.stop(),
    end: ({ mail }) => mail.start(),
  },
  {
    name: "mail refused for now",
    begin: ({ mail }) => void (mail.onContent = async () => answer(451, "4.3.0 try again later")),
    end: ({ mail }) => void (mail.onContent = async () => null),
  },
  ...wire("mail"),
  skewed("clock an hour ahead", 3_600),
  skewed("clock ten minutes back", -600),
];

/** A fault at a moment of a round, in milliseconds from its beginning. */
export interface Planned {
  fault: Fault;
  at: number;
  /** Milliseconds until it ends. */
  lasts: number;
}

/**
 * One to three different faults for a round, by its own choices. One that is not possible
 * here is left out after the choice, so that a seed means the same everywhere.
 */
export function planFaults(parts: Parts, random: Random, load: number): Planned[] {
  const chosen = new Map<Fault, Planned>();
  const count = 1 + random.below(3);
  while (chosen.size < count) {
    const fault = random.pick(faults);
    const at = random.between(300, load * 0.6);
    const lasts = random.between(300, load * 0.4);
    if (fault && !chosen.has(fault)) chosen.set(fault, { fault, at, lasts });
  }
  return [...chosen.values()]
    .filter(({ fault }) => !fault.impossible?.(parts))
    .sort((one, other) => one.at - other.at);
}
