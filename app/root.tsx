import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLoaderData,
  useLocation,
  useMatches,
  useRevalidator,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import { useContext, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NonceContext } from "#app/ui/nonce.ts";
import { Notice } from "#app/ui/parts.tsx";
import { ToastProvider } from "#app/ui/toasts.tsx";
import { formsOfPage } from "#app/forms/page-forms.server.ts";
import { localeOf } from "#app/i18n/i18n.server.ts";
import { ConnectionBar } from "#app/shell/connection-bar.tsx";
import { ErrorPage } from "#app/shell/error-page.tsx";
import { News } from "#app/shell/news.tsx";
import { OtherAddress } from "#app/shell/other-address.tsx";
import { PageFrame } from "#app/shell/page-frame.tsx";
import { useRequestNumber } from "#app/shell/request-number.ts";
import { useSamePerson } from "#app/shell/same-person.ts";
import { RestoredBar } from "#app/shell/restored-bar.tsx";
import { RealtimeProvider } from "#realtime/client.tsx";
import styles from "#app/styles/app.css?url";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: styles },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];

export const meta: MetaFunction = () => [{ title: "对接 Duijie" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  return {
    ...(await context.shell(request)),
    forms: await formsOfPage(context, request),
    locale: await localeOf(request),
    ...context.environment,
    madeAt: context.services.now().toISOString(),
  };
}

export function Layout({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  const nonce = useContext(NonceContext);
  return (
    <html lang={i18n.language} data-request={useRequestNumber()}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        <ConnectionBar />
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

/** Live rooms belong to the session's person and organisations. */
const identityOf = (viewer: ReturnType<typeof useLoaderData<typeof loader>>["viewer"]) =>
  viewer && [viewer.userId, ...viewer.memberships.map((one) => one.organisationId)].join(" ");

/** A page for a screen on the wall says in its handle when it stands without the frame. */
const isBare = (handle: unknown, search: string): boolean =>
  (handle as { isBare?: (search: string) => boolean } | undefined)?.isBare?.(search) ?? false;

export default function App() {
  const { viewer, unread, unreachable, restored, showMailBox, madeAt, origin } =
    useLoaderData<typeof loader>();
  const { search } = useLocation();
  const person = viewer?.userId ?? null;
  const { revalidate } = useRevalidator();
  useSamePerson(person);
  const bare = useMatches().some(({ handle }) => isBare(handle, search));
  return (
    <RealtimeProvider key={person} identity={identityOf(viewer)} onEnded={revalidate}>
      <ToastProvider>
        <News person={person} madeAt={madeAt} silent={bare}>
          {bare ? (
            <Outlet />
          ) : (
            <PageFrame viewer={viewer} unread={unread} showMailBox={showMailBox}>
              <OtherAddress origin={origin} />
              {viewer && unreachable ? <Unreachable address={viewer.email} /> : null}
              {restored ? <RestoredBar takenAt={restored} /> : null}
              <Outlet />
            </PageFrame>
          )}
        </News>
      </ToastProvider>
    </RealtimeProvider>
  );
}

/** The person's mail server refused our mail for good; they would wait for it in vain. */
function Unreachable({ address }: { address: string }) {
  const { t } = useTranslation();
  return (
    <div className="no-print mb-4">
      <Notice tone="warning">{t("common:unreachable", { address })}</Notice>
    </div>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  const data = useRouteLoaderData<typeof loader>("root");
  return (
    <PageFrame viewer={data?.viewer ?? null} unread={data?.unread ?? 0} showMailBox={false}>
      <ErrorPage error={error} />
    </PageFrame>
  );
}
