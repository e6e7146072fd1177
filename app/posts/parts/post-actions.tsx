import { useNavigation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { RowSelect } from "#app/ui/fields.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { PostAction } from "#app/posts/lifecycle.ts";
import type { PostView } from "#app/posts/queries.server.ts";

/** What the viewer may do with the post now; what cannot be undone asks first. */
export function PostActions({
  post,
  path,
  successors,
}: {
  post: PostView;
  path: string;
  successors: { id: string; title: string }[];
}) {
  const { t } = useTranslation();
  const may = (action: PostAction) => post.may.includes(action);
  if (!post.own) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {may("edit") ? (
        <LinkButton to={`${path}/edit`} look="secondary">
          {t("posts:action.edit")}
        </LinkButton>
      ) : null}
      {may("submit") ? <Step step="submit" look="primary" /> : null}
      {may("recall") ? <Step step="recall" look="secondary" /> : null}
      {may("discard") ? <ConfirmedStep step="discard" text={t("posts:confirm.discard")} /> : null}
      {may("renew") ? <Step step="renew" look="secondary" /> : null}
      {may("close") ? <ConfirmedStep step="close" text={t("posts:confirm.close")} /> : null}
      {may("withdraw") ? (
        <ConfirmedStep step="withdraw" text={t("posts:confirm.withdraw")} />
      ) : null}
      {may("supersede") && successors.length > 0 ? (
        <ConfirmedStep step="supersede" text={t("posts:confirm.supersede")}>
          <RowSelect
            field={{ id: "newerId", name: "newerId" }}
            label={t("posts:confirm.supersede")}
            className="control"
            required
            options={successors.map(({ id, title }) => ({ value: id, label: title }))}
          />
        </ConfirmedStep>
      ) : null}
      {post.mayCopy ? <Step step="copy" look="quiet" /> : null}
    </div>
  );
}

type StepName =
  "submit" | "recall" | "renew" | "close" | "withdraw" | "supersede" | "discard" | "copy";

function Step({ step, look }: { step: StepName; look: "primary" | "secondary" | "quiet" }) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  return (
    <StepForm step={step}>
      <Button look={look} pending={busy}>
        {t(`posts:action.${step}`)}
      </Button>
    </StepForm>
  );
}

function ConfirmedStep(props: { step: StepName; text: string; children?: ReactNode }) {
  const { t } = useTranslation();
  const { step, text, children } = props;
  const title = t(`posts:action.${step}`);
  return (
    <ConfirmDialog action={title} title={title} look="secondary">
      <StepForm step={step} className="space-y-4">
        <p>{text}</p>
        {children}
        <Button look="danger">{title}</Button>
      </StepForm>
    </ConfirmDialog>
  );
}
