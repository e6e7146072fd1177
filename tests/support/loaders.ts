import path from "node:path";
import type { AccountParts } from "#app/accounts/parts.ts";
import type { Services } from "#app/kernel/services.ts";
import type { MaybeViewer } from "#app/kernel/viewer.ts";
import { addresses } from "#app/routes.ts";
import { accountParts } from "./accounts.ts";

/** Every address that a page answers. */
export const routeAddresses = Object.keys(addresses);

/** The file of the page that answers an address. */
export const pageOf = (pattern: string): string =>
  path.join(import.meta.dirname, "../../app", addresses[pattern]?.page ?? "");

const known = new WeakMap<object, AccountParts>();

/** One for each database, as a server has. */
function partsOf(services: Services): AccountParts {
  const parts = known.get(services.database) ?? accountParts(services);
  known.set(services.database, parts);
  return { ...parts, services };
}

interface RouteModule {
  loader?: (args: object) => unknown;
  action?: (args: object) => unknown;
}

interface Asked {
  search: string;
  params: Record<string, string>;
}

/** What the loader behind an address answers, as text: its data, or the answer that it threw; empty without a loader. */
export const answerOfLoader = (
  pattern: string,
  services: Services,
  viewer: MaybeViewer,
  asked: Asked,
): Promise<string> => answerOf("loader", pattern, services, viewer, asked);

/** The same of its action, which is sent a form that says nothing. */
export const answerOfAction = (
  pattern: string,
  services: Services,
  viewer: MaybeViewer,
  asked: Asked,
): Promise<string> => answerOf("action", pattern, services, viewer, asked);

async function answerOf(
  which: "loader" | "action",
  pattern: string,
  services: Services,
  viewer: MaybeViewer,
  asked: Asked,
): Promise<string> {
  const answering = ((await import(pageOf(pattern))) as RouteModule)[which];
  if (!answering) return "";
  const filled = pattern.replaceAll(/:(\w+)/g, (_, name: string) => asked.params[name] ?? "");
  const address = `http://localhost${filled}${asked.search}`;
  const accounts = partsOf(services);
  const context = {
    services,
    accounts,
    auth: accounts.auth,
    limits: accounts.limits,
    viewer: () => Promise.resolve(viewer),
    shell: () => Promise.resolve({ viewer, unread: 0 }),
    environment: { showMailBox: false, origin: services.origin },
    nonce: "",
    requestId: "",
  };
  const form = which === "action" ? { method: "POST", body: new URLSearchParams() } : {};
  const request = new Request(address, form);
  try {
    const answer = await answering({ request, context, params: asked.params });
    return answer instanceof Response ? await textOf(answer) : JSON.stringify(answer ?? null);
  } catch (thrown) {
    if (thrown instanceof Response) return await textOf(thrown);
    throw thrown;
  }
}

/** Where it leads to and which status it has are part of what an answer tells. */
const textOf = async (answer: Response): Promise<string> =>
  [answer.status, answer.headers.get("location") ?? "", await answer.text()].join("\n");
