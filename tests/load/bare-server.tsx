/**
 * A bare Remix page: the framework's own handler behind Express with compression,
 * as its template for Express has it, with a root and one page of 20 links. What
 * a page of the product takes beside it is the product's own.
 */
import cluster from "node:cluster";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import {
  createReadableStreamFromReadable,
  type EntryContext,
  type ServerBuild,
} from "@remix-run/node";
import {
  Links,
  Meta,
  Outlet,
  RemixServer,
  Scripts,
  ScrollRestoration,
  useLoaderData,
} from "@remix-run/react";
import compression from "compression";
import express from "express";
import type { ReactNode } from "react";
import { renderToPipeableStream } from "react-dom/server";

function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

const loader = () => ({
  lines: Array.from({ length: 20 }, (_, index) => ({
    id: index,
    title: `Line ${index} of a list on a bare page`,
    text: "A sentence or two that say what the line is about, as a list has them.",
  })),
});

function Page() {
  const { lines } = useLoaderData<typeof loader>();
  return (
    <main>
      <h1>A list of {lines.length}</h1>
      <ul>
        {lines.map(({ id, title, text }) => (
          <li key={id}>
            <a href={`/${id}`}>{title}</a>
            <p>{text}</p>
          </li>
        ))}
      </ul>
    </main>
  );
}

function handleDocument(request: Request, status: number, headers: Headers, remix: EntryContext) {
  return new Promise<Response>((resolve, reject) => {
    const { pipe, abort } = renderToPipeableStream(
      <RemixServer context={remix} url={request.url} />,
      {
        onShellReady: () => {
          const body = new PassThrough();
          headers.set("Content-Type", "text/html");
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status }));
          pipe(body);
        },
        onShellError: reject,
      },
    );
    setTimeout(abort, 6_000).unref();
  });
}

const manifestOf = (id: string, index: boolean) => ({
  id,
  ...(id === "root" ? { path: "" } : { parentId: "root", index }),
  hasAction: false,
  hasLoader: id !== "root",
  hasClientAction: false,
  hasClientLoader: false,
  hasErrorBoundary: false,
  module: `/assets/${id}.js`,
  imports: ["/assets/components.js"],
  css: [],
});

const build: ServerBuild = {
  mode: "production",
  isSpaMode: false,
  publicPath: "/",
  assetsBuildDirectory: "build/client",
  basename: "/",
  future: {
    v3_fetcherPersist: true,
    v3_lazyRouteDiscovery: false,
    v3_relativeSplatPath: true,
    v3_singleFetch: true,
    v3_throwAbortReason: true,
  },
  entry: { module: { default: handleDocument } },
  routes: {
    root: { id: "root", path: "", module: { default: () => <Outlet />, Layout } },
    list: { id: "list", parentId: "root", index: true, module: { default: Page, loader } },
  },
  assets: {
    version: "bare",
    url: "/assets/manifest.js",
    entry: { module: "/assets/entry.js", imports: ["/assets/components.js"] },
    routes: { root: manifestOf("root", false), list: manifestOf("list", true) },
  },
};

function serve(): void {
  const app = express();
  app.disable("x-powered-by");
  app.use(compression());
  app.all("*", createRequestHandler({ build, mode: "production" }));
  app.listen(Number(process.env.PORT), "127.0.0.1");
}

/** As many processes as the product has. */
if (cluster.isPrimary) {
  cluster.setupPrimary({ exec: fileURLToPath(import.meta.url), execArgv: process.execArgv });
  for (let one = 0; one < Number(process.env.WEB_PROCESSES); one += 1) cluster.fork();
  process.once("SIGTERM", () => process.exit(0));
} else serve();
