import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton, type ButtonLook } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { viewComparison, type ComparedPost } from "#app/matching/compare.server.ts";
import { ForAndAgainst, HowSure, IndicatorTable } from "#app/matching/parts/compare-reasons.tsx";
import { ComparedTexts } from "#app/matching/parts/compare-texts.tsx";
import { pathOf } from "#app/search/parts/result-line.tsx";
import { answering } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const ids = { needId: idOfPath(params.needId), resultId: idOfPath(params.resultId) };
  const viewer = await context.viewer(request);
  const pair = await answering(viewComparison(context.services, viewer, ids));
  const t = await getT(request);
  return {
    pair,
    fromResult: parametersOf(request).get("from") === "result",
    signedIn: viewer !== null,
    title: t("compare:pageTitle", {
      need: pair.need.plainTitle,
      result: pair.result.plainTitle,
    }),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function ComparePage() {
  const { t } = useTranslation();
  const { pair, fromResult, signedIn } = useLoaderData<typeof loader>();
  const { need, result, comparison } = pair;
  const [listed, other] = fromResult ? [result, need] : [need, result];
  const back = `${pathOf(listed.kind, listed.id)}#match-${other.id}`;
  return (
    <div className="space-y-5">
      <header className="space-y-2">
        <Link to={back} className="link no-print inline-block">
          <span aria-hidden>← </span>
          {t("compare:back")}
        </Link>
        <h1>{t("compare:title")}</h1>
        <p className="text-ink-soft">
          {need.plainTitle} <span aria-hidden>⇄</span> {result.plainTitle}
        </p>
      </header>
      {comparison === null ? (
        <Notice tone="danger">{t("compare:unavailable")}</Notice>
      ) : (
        <>
          <HowSure comparison={comparison} />
          <ForAndAgainst comparison={comparison} />
          <IndicatorTable indicators={comparison.indicators} />
        </>
      )}
      <ComparedTexts pair={pair} />
      <nav aria-label={t("compare:actions")} className="no-print flex flex-wrap gap-3">
        <Interest post={other} signedIn={signedIn} look="primary" />
        <Interest post={listed} signedIn={signedIn} look="secondary" />
        <LinkButton to={pathOf("need", need.id)} look="secondary">
          {t("compare:openNeed")}
        </LinkButton>
        <LinkButton to={pathOf("result", result.id)} look="secondary">
          {t("compare:openResult")}
        </LinkButton>
        <Button type="button" look="quiet" onClick={() => window.print()}>
          {t("compare:print")}
        </Button>
      </nav>
    </div>
  );
}

/** The way to the box on a post's page in which interest is expressed; nothing on the own post. */
function Interest(props: { post: ComparedPost; signedIn: boolean; look: ButtonLook }) {
  const { t } = useTranslation();
  const { post, signedIn, look } = props;
  if (post.interest)
    return (
      <LinkButton to={`/interests/${post.interest.id}`} look="secondary">
        {t("compare:openInterest")}
      </LinkButton>
    );
  if (!post.mayExpressInterest && (signedIn || !post.published)) return null;
  return (
    <LinkButton to={`${pathOf(post.kind, post.id)}#interest`} look={look}>
      {t(`compare:expressTo.${post.kind}`)}
    </LinkButton>
  );
}
