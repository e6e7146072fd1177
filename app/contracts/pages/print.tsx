import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { printedContract } from "#app/contracts/queries.server.ts";
import { ContractPaper } from "#app/contracts/parts/paper.tsx";
import { sheetOf } from "./sheet.server.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, parametersOf } from "#app/http/params.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const id = idOfPath(params.contractId);
  const found = await answering(printedContract(context.services, viewer, id));
  const bilingual = parametersOf(request).get("with") === "en";
  const sheets = [await sheetOf(found, "zh-CN")];
  if (bilingual) sheets.push(await sheetOf(found, "en"));
  return { id, bilingual, sheets, title: found.content.title };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function PrintContract() {
  const { t } = useTranslation();
  const { id, bilingual, sheets, title } = useLoaderData<typeof loader>();
  return (
    <>
      <div className="no-print mx-auto mb-4 flex max-w-4xl flex-wrap items-center gap-3">
        <h1 className="sr-only">{title || t("contracts:untitled")}</h1>
        <Button type="button" onClick={() => window.print()}>
          {t("contracts:print.button")}
        </Button>
        <LinkButton to={bilingual ? "?" : "?with=en"} look="secondary">
          {bilingual ? t("contracts:print.chineseOnly") : t("contracts:print.bilingual")}
        </LinkButton>
        <Link to={`/contracts/${id}`} className="link">
          {t("common:action.back")}
        </Link>
      </div>
      {sheets.map((sheet) => (
        <ContractPaper key={sheet.language} sheet={sheet} />
      ))}
    </>
  );
}
