import { readdirSync } from "node:fs";
import path from "node:path";
import type { Services } from "#app/domain/services.ts";
import type { MaybeViewer } from "#app/domain/viewer/viewer.ts";

const folder = path.join(import.meta.dirname, "../../app/routes");

/** Every file of a route. */
export const routeFiles = readdirSync(folder);

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
  const context = {
    services,
    viewer: () => Promise.resolve(viewer),
    shell: () => Promise.resolve({ viewer, unread: 0 }),
    environment: { showMailBox: false },
    nonce: "",
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
