import { parseForm } from "#app/forms/parse-form.ts";
import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useLocation } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { buttonClass } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { viewChallenge } from "#app/challenges/queries.server.ts";
import { termsSchema } from "#app/challenges/terms.ts";
import { saveTermsForm } from "./save.server.ts";
import { ChallengeTermsForm } from "#app/challenges/parts/terms-form.tsx";
import { backupKeyOf, useForgottenBackups } from "#app/posts/parts/draft-backup.tsx";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { typedHere } from "#app/forms/typed.server.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const address = new URL(request.url);
  const challenge = await answering(
    viewChallenge(context.services, viewer, idOfPath(params.challengeId)),
  );
  if (!challenge.may.includes("edit")) throw new Response("", { status: 403 });
  const here = await typedHere(context, request, viewer, Object.keys(termsSchema.shape));
  const form = new FormData();
  for (const [name, value] of here.typed ?? []) form.append(name, value);
  return {
    challenge,
    typedBy: viewer.userId,
    saved: address.searchParams.has("saved"),
    kept: here.typed && parseForm(form, { schema: termsSchema }).reply(),
    title: (await getT(request))("challenges:edit.title"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await formOf(request);
  const viewer = await signedIn(context, request);
  const outcome = await answering(
    saveTermsForm(context.services, viewer, request, idOfPath(params.challengeId), form),
  );
  return "goTo" in outcome ? redirect(outcome.goTo) : json(outcome);
}

export default function EditChallenge() {
  const { t } = useTranslation();
  const { challenge, typedBy, saved, kept, title } = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  const { key } = useLocation();
  /** News reloads this page's data while a person types; the version stays what they started from. */
  const [startedFrom, setStartedFrom] = useState({ key, version: challenge.version });
  if (startedFrom.key !== key && !outcome) setStartedFrom({ key, version: challenge.version });
  useForgottenBackups({
    kind: "challenge",
    postId: challenge.id,
    typedBy,
    saved,
    revision: challenge.version,
  });
  return (
    <div className="mx-auto max-w-4xl space-y-5">
      <header className="space-y-1">
        <h1>{title}</h1>
        <p>
          <Link to={`/challenges/${challenge.id}`} className="link">
            {challenge.title}
          </Link>
        </p>
      </header>
      {saved && !outcome ? <Notice tone="success">{t("challenges:edit.saved")}</Notice> : null}
      {kept && !outcome ? <Notice tone="success">{t("challenges:edit.restored")}</Notice> : null}
      {outcome?.result.error?.[""] ? (
        <Notice tone="danger">
          {outcome.result.error[""].join(" ")}
          {outcome.conflict ? (
            <span className="mt-2 flex flex-wrap items-center gap-3">
              <a
                href={`/challenges/${challenge.id}`}
                target="_blank"
                rel="noreferrer"
                className="link"
              >
                {t("challenges:edit.latest")}
              </a>
              <button
                form="terms"
                name="overVersion"
                value={challenge.version}
                className={buttonClass("secondary")}
              >
                {t("challenges:edit.over")}
              </button>
            </span>
          ) : null}
        </Notice>
      ) : null}
      {challenge.reviewComment ? (
        <Notice tone="warning">
          <p className="font-semibold">{t("challenges:returnedBecause")}</p>
          <p className="whitespace-pre-line">{challenge.reviewComment}</p>
        </Notice>
      ) : null}
      <ChallengeTermsForm
        key={challenge.id}
        value={challenge.terms}
        lastResult={outcome?.result ?? kept ?? undefined}
        version={startedFrom.version}
        backupKey={backupKeyOf(typedBy, challenge.id)}
      />
    </div>
  );
}
