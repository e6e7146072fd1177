import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Section } from "#app/ui/parts.tsx";
import { postHistory } from "#app/posts/queries.server.ts";
import { ListingBody } from "#app/listings/parts/listing-body.tsx";
import { listings } from "#app/posts/content.ts";
import { kindOfPath } from "#app/posts/parts/kind.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const kind = kindOfPath(params.kinds);
  const viewer = await signedIn(context, request);
  const postId = idOfPath(params.postId);
  const history = await answering(postHistory(context.services, viewer, postId));
  const title = (await getT(request))("posts:history");
  return { ...history, path: `/${kind}s/${postId}`, title };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function PostHistoryPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { versions, log, path } = useLoaderData<typeof loader>();
  const actionName = t as (key: string) => string;
  return (
    <div className="mx-auto max-w-3xl space-y-5">
      <h1>{t("posts:history")}</h1>
      <Link to={path} className="link">
        ← {t("common:action.back")}
      </Link>
      <Section title={t("posts:versions")}>
        {versions.length === 0 ? <p className="text-ink-soft">{t("common:none")}</p> : null}
        <ol className="space-y-2">
          {versions.map(({ number, content, approvedBy, at }) => (
            <li key={number}>
              <span className="font-medium">{t("posts:version", { number })}</span> ·{" "}
              {content.title}
              <span className="block text-sm text-ink-soft">
                {format.dateTime(at)}
                {approvedBy ? ` · ${t("posts:approvedBy", { name: approvedBy })}` : ""}
              </span>
              <details className="mt-1">
                <summary className="link">{t("posts:showVersion")}</summary>
                <div className="mt-2 space-y-4">
                  <ListingBody listing={listings[content.kind]} content={content} />
                </div>
              </details>
            </li>
          ))}
        </ol>
      </Section>
      <Section title={t("posts:log")}>
        {log.length === 0 ? <p className="text-ink-soft">{t("common:none")}</p> : null}
        <ol className="space-y-1.5">
          {log.map(({ id, action, actorName, at, comment }) => (
            <li key={id}>
              {actionName(`posts:logAction.${action}`)}
              <span className="text-sm text-ink-soft">
                {" "}
                · {actorName ?? t("posts:system")} · {format.dateTime(at)}
              </span>
              {comment === "" ? null : <p className="whitespace-pre-line">{comment}</p>}
            </li>
          ))}
        </ol>
      </Section>
    </div>
  );
}
