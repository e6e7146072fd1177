import type { AppLoadContext } from "@remix-run/node";
import { beforeEach, describe, expect, it } from "vitest";
import { keepGuestPages, type GuestPages } from "./guest-pages.ts";

const contextOf = (name: string) =>
  ({ nonce: `nonce-of-${name}`, requestId: `request-of-${name}` }) as AppLoadContext;

let made: number;
let release: (() => void)[];
let answerWith: (context: AppLoadContext) => Response;
let pages: GuestPages;

const html = ({ nonce, requestId }: AppLoadContext) =>
  new Response(`<html data-request="${requestId}"><script nonce="${nonce}">page ${made}</script>`, {
    headers: { "Content-Type": "text/html; charset=utf-8", Vary: "Cookie" },
  });

beforeEach(() => {
  made = 0;
  release = [];
  answerWith = html;
  pages = keepGuestPages(
    async (_request, context) => {
      made += 1;
      const answer = answerWith(context);
      await new Promise<void>((resolve) => release.push(resolve));
      return answer;
    },
    (pathname) => pathname !== "/sign-in",
  );
});

function ask(path: string, name: string, headers: Record<string, string> = {}, method = "GET") {
  const request = new Request(`http://site${path}`, { method, headers });
  return pages.handle(request, contextOf(name)).then((response) => response.text());
}
/** Lets all requests at hand come as far as they can, and answers what is being made. */
async function settle() {
  await new Promise((resolve) => setImmediate(resolve));
  for (const resolve of release.splice(0)) resolve();
}

describe("pages that every guest sees alike", () => {
  it("are made once for those who ask at the same moment and shortly after", async () => {
    const asked = [ask("/needs/1", "first"), ask("/needs/1", "second")];
    await settle();
    const [first, second] = await Promise.all(asked);
    const third = await ask("/needs/1", "third");
    expect(made).toBe(1);
    expect(first).toContain("page 1");
    expect(second).toContain("page 1");
    expect(third).toContain("page 1");
  });

  it("carry the nonce and the number of the request that they answer", async () => {
    const asked = [ask("/", "first"), ask("/", "second")];
    await settle();
    const [first, second] = await Promise.all(asked);
    expect(first).toContain('data-request="request-of-first"><script nonce="nonce-of-first"');
    expect(second).toContain('data-request="request-of-second"><script nonce="nonce-of-second"');
    expect(second).not.toContain("-of-first");
  });

  it.each([
    ["another address", "/needs/1?as=guest", {}],
    ["another language", "/needs/1", { "Accept-Language": "en" }],
    ["a signed-in person", "/needs/1", { Cookie: "duijie.session_token=x" }],
  ] as const)("are not given to %s", async (_who, path, headers) => {
    const asked = [ask("/needs/1", "first"), ask(path, "second", headers)];
    await settle();
    await Promise.all(asked);
    expect(made).toBe(2);
  });

  it("are made again once something was announced, also where they were being made", async () => {
    const before = ask("/needs/1", "before");
    await new Promise((resolve) => setImmediate(resolve));
    pages.forget();
    const after = ask("/needs/1", "after");
    await settle();
    expect(await before).toContain("page 1");
    expect(await after).toContain("page 2");
    expect(await ask("/needs/1", "later")).toContain("page 2");
  });

  it.each<[string, (context: AppLoadContext) => Response]>([
    [
      "a refusal",
      () => new Response("no", { status: 404, headers: { "Content-Type": "text/html" } }),
    ],
    ["a redirect", () => new Response(null, { status: 302, headers: { Location: "/" } })],
    [
      "what sets a cookie",
      () => new Response("", { headers: { "Content-Type": "text/html", "Set-Cookie": "a=b" } }),
    ],
    ["what is no page", () => Response.json({ mine: true })],
  ])("%s is kept for nobody", async (_what, answer) => {
    answerWith = answer;
    const asked = [ask("/needs/1", "first"), ask("/needs/1", "second")];
    await settle();
    await settle();
    await Promise.all(asked);
    expect(made).toBe(2);
  });

  it("are none where the page does not say so, nor what is sent", async () => {
    const asked = [
      ask("/sign-in", "a"),
      ask("/sign-in", "b"),
      ask("/", "c", {}, "POST"),
      ask("/", "d", {}, "POST"),
    ];
    await settle();
    await Promise.all(asked);
    expect(made).toBe(4);
  });
});
