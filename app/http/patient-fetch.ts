import { readOutcome } from "./away-header.ts";

/** How the page stands with its server. */
export type Connection =
  | { state: "well" }
  /** Something waits until the server is back; `writing`: a form of the page is among it. */
  | { state: "away"; writing: boolean }
  /**
   * A form was sent and nobody knows whether it was carried out: sent again it
   * might be done twice. The person looks and decides.
   */
  | { state: "unsure"; again: () => void; leave: () => void };

export interface PatientFetch {
  fetch: typeof fetch;
  connection: () => Connection;
  /** Answers how to end the subscription. */
  subscribe: (onChange: () => void) => () => void;
}

/** Milliseconds between tries: doubled each time, with a part by chance. */
const pauses = { first: 500, most: 3_000 };
/** Milliseconds; shorter breaks are not worth a word. */
const silence = 400;

const well: Connection = { state: "well" };

/**
 * A fetch that waits out a server whose database is away, so that a page's
 * navigations, forms and fetchers stay pending, with all that was typed, and go on
 * when it is back. What may have been carried out is sent again only when the
 * person says so. Anything but a page's own data passes through untouched.
 */
export function createPatientFetch(plain: typeof fetch, origin: string): PatientFetch {
  const subscribers = new Set<() => void>();
  const waiting = new Set<{ writing: boolean }>();
  const unsure: Extract<Connection, { state: "unsure" }>[] = [];
  let shown: Connection = well;

  const show = () => {
    const [first] = unsure;
    const writing = [...waiting].some((one) => one.writing);
    if (first) shown = first;
    else if (waiting.size === 0) shown = well;
    else if (shown.state !== "away" || shown.writing !== writing)
      shown = { state: "away", writing };
    else return;
    for (const tell of subscribers) tell();
  };

  const decision = async (signal: AbortSignal | undefined): Promise<"again" | "leave"> => {
    let decide: (choice: "again" | "leave") => void = () => {};
    const decided = new Promise<"again" | "leave">((resolve) => (decide = resolve));
    const question = {
      state: "unsure",
      again: () => decide("again"),
      leave: () => decide("leave"),
    } as const;
    const gone = () => decide("leave");
    signal?.addEventListener("abort", gone, { once: true });
    unsure.push(question);
    show();
    try {
      return await decided;
    } finally {
      signal?.removeEventListener("abort", gone);
      unsure.splice(unsure.indexOf(question), 1);
      show();
    }
  };

  const patient = async (input: string | URL, init: RequestInit): Promise<Response> => {
    const writing = (init.method ?? "GET").toUpperCase() !== "GET";
    const signal = init.signal ?? undefined;
    const entry = { writing };
    let word: ReturnType<typeof setTimeout> | undefined;
    const tellSoon = () => {
      word ??= setTimeout(() => {
        waiting.add(entry);
        show();
      }, silence);
    };
    try {
      for (let pause = pauses.first; ; pause = Math.min(pause * 2, pauses.most)) {
        const answer = await plain(input, init).catch((error: unknown) => {
          signal?.throwIfAborted();
          return error instanceof TypeError ? null : Promise.reject(error);
        });
        const verdict = judge(answer, writing);
        if (answer && verdict === "answer") return answer;
        if (verdict === "unsure") {
          if ((await decision(signal)) === "again") continue;
          signal?.throwIfAborted();
          return new Response(null, { status: 204 });
        }
        tellSoon();
        await pausing(pause * (0.5 + Math.random() / 2), signal);
      }
    } finally {
      clearTimeout(word);
      waiting.delete(entry);
      show();
    }
  };

  return {
    fetch: (input, init = {}) =>
      isOwnData(input, origin) ? patient(input, init) : plain(input, init),
    connection: () => shown,
    subscribe: (onChange) => {
      subscribers.add(onChange);
      return () => subscribers.delete(onChange);
    },
  };
}

/** Remix fetches what pages show, and sends forms, at addresses that end so. */
function isOwnData(input: RequestInfo | URL, origin: string): input is string | URL {
  if (typeof input !== "string" && !(input instanceof URL)) return false;
  const url = new URL(input, origin);
  return url.origin === origin && url.pathname.endsWith(".data");
}

/**
 * What to do with an answer, or with none. Remix marks its own; what a proxy says
 * in its place (502, 503, 504) says nothing of what was carried out.
 */
function judge(answer: Response | null, writing: boolean): "answer" | "again" | "unsure" {
  if (answer) {
    const outcome = readOutcome(answer.headers);
    if (outcome) return writing && outcome === "unknown" ? "unsure" : "again";
    const foreign = !answer.headers.has("X-Remix-Response");
    if (!foreign || ![502, 503, 504].includes(answer.status)) return "answer";
  }
  return writing ? "unsure" : "again";
}

function pausing(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
