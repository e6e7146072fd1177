import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { EmptyState } from "#app/ui/parts.tsx";
import { listLocalMail } from "#app/mail/local-mail.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  if (!context.environment.showMailBox) throw new Response("", { status: 404 });
  const title = (await getT(request))("common:nav.mailBox");
  return { mails: await listLocalMail(context.services), title };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

const headersSchema = z.record(z.string(), z.string()).catch({});
const headersOf = ({ headers }: { headers?: unknown }) => headersSchema.parse(headers);

export default function LocalMailBox() {
  const { t } = useTranslation();
  const format = useFormat();
  const { mails } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <h1>{t("common:nav.mailBox")}</h1>
      {mails.length === 0 ? <EmptyState title={t("common:none")} /> : null}
      {mails.map((mail) => (
        <article key={mail.id} className="card space-y-2">
          <h2>{mail.subject}</h2>
          <p className="text-sm text-ink-soft">
            {mail.recipient} · {format.dateTime(mail.createdAt)}
          </p>
          {Object.keys(headersOf(mail)).length > 0 ? (
            <details>
              <summary className="cursor-pointer text-sm">{t("alerts:headers")}</summary>
              <dl className="text-sm break-all text-ink-soft">
                {Object.entries(headersOf(mail)).map(([name, value]) => (
                  <div key={name}>
                    <dt className="inline">{name}: </dt>
                    <dd className="inline">{value}</dd>
                  </div>
                ))}
              </dl>
            </details>
          ) : null}
          <p className="whitespace-pre-line">
            {mail.body.split(/(https?:\/\/\S+)/).map((part, index) =>
              index % 2 === 1 ? (
                <a key={index} href={part} className="link">
                  {part}
                </a>
              ) : (
                part
              ),
            )}
          </p>
        </article>
      ))}
    </div>
  );
}
