import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { buttonClass } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/parts.tsx";
import { viewChallenge } from "#app/challenges/queries.server.ts";
import { takesTerms } from "./save.server.ts";
import { ChallengeTermsForm, termsForm } from "#app/challenges/parts/terms-form.tsx";
import { backupKeyOf, useForgottenBackups } from "#app/posts/parts/draft-backup.tsx";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { afterConflictToo } from "#app/forms/revalidate.ts";
import { useStartedFrom } from "#app/forms/use-started-from.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const address = new URL(request.url);
  const challenge = await answering(
    viewChallenge(context.services, viewer, idOfPath(params.challengeId)),
  );
  if (!challenge.may.includes("edit")) throw new Response("", { status: 403 });
  return {
    challenge,
    typedBy: viewer.userId,
    saved: address.searchParams.has("saved"),
    title: (await getT(request))("challenges:edit.title"),
  };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const shouldRevalidate = afterConflictToo;

export const action = takesTerms;

export default function EditChallenge() {
  const { t } = useTranslation();
  const { challenge, typedBy, saved, title } = useLoaderData<typeof loader>();
  const given = useGivenForm(termsForm);
  const version = useStartedFrom(challenge.version, given);
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
      {saved && !given ? <Notice tone="success">{t("challenges:edit.saved")}</Notice> : null}
      {given?.errors[""] ? (
        <Notice tone="danger">
          {given.errors[""].join(" ")}
          {given.conflict ? (
            <span className="mt-2 flex flex-wrap items-center gap-3">
              <a
                href={`/challenges/${challenge.id}`}
                target="_blank"
                rel="noreferrer"
                className="link"
              >
                {t("challenges:edit.latest")}
              </a>
              <input type="hidden" form="terms" name="latest" value={challenge.version} />
              <button
                form="terms"
                name="step"
                value="saveOver"
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
        version={version}
        backupKey={backupKeyOf(typedBy, challenge.id)}
      />
    </div>
  );
}
