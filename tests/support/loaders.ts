import { readdirSync } from "node:fs";
import path from "node:path";
import type { AccountParts } from "#app/domain/accounts/parts.ts";
import type { Services } from "#app/domain/services.ts";
import type { MaybeViewer } from "#app/domain/viewer/viewer.ts";
import { accountParts } from "./accounts.ts";

const folder = path.join(import.meta.dirname, "../../app/routes");

/** Every file of a route. */
export const routeFiles = readdirSync(folder);

const known = new WeakMap<object, AccountParts>();

/** One for each database, as a server has. */
function partsOf(services: Services): AccountParts {
  const parts = known.get(services.database) ?? accountParts(services);
  known.set(services.database, parts);
  return { ...parts, services };
}

interface RouteModule {
  loader?: (args: object) => unknown;
}

/** What a route's loader answers, as text: its data, or the answer that it threw; empty without a loader. */
export async function answerOfLoader(
  file: string,
  services: Services,
  viewer: MaybeViewer,
  given: { search: string; params: Record<string, string> },
): Promise<string> {
  const module = (await import(path.join(folder, file))) as RouteModule;
  if (!module.loader) return "";
  const address = `http://localhost/${file.replace(/\.tsx?$/, "").replaceAll(".", "/")}${given.search}`;
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
  const request = new Request(address);
  try {
    const answer = await module.loader({ request, context, params: given.params });
    return answer instanceof Response ? await textOf(answer) : JSON.stringify(answer ?? null);
  } catch (thrown) {
    if (thrown instanceof Response) return await textOf(thrown);
    throw thrown;
  }
}

/** Where it leads to and which status it has are part of what an answer tells. */
const textOf = async (answer: Response): Promise<string> =>
  [answer.status, answer.headers.get("location") ?? "", await answer.text()].join("\n");
