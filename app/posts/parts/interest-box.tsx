import { Link, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { RowSelect, TextArea } from "#app/ui/fields.tsx";
import { Section } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { PostView } from "#app/posts/queries.server.ts";

/** Where one side asks the other to talk about a post. */
export function InterestBox(props: {
  post: PostView;
  signedIn: boolean;
  path: string;
  ownPosts: { id: string; title: string }[];
}) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { post, signedIn, path } = props;
  if (post.interest)
    return (
      <Section title={t("interests:title")}>
        <p>{t("interests:existing")}</p>
        <Link to={`/interests/${post.interest.id}`} className="link">
          {t("interests:open")}
        </Link>
      </Section>
    );
  if (!signedIn && post.publication === "published")
    return (
      <Section title={t("interests:title")}>
        <LinkButton to={`/sign-in?redirectTo=${encodeURIComponent(path)}`} className="w-full">
          {t("interests:signInToExpress")}
        </LinkButton>
      </Section>
    );
  if (!post.mayExpressInterest) return null;
  return (
    <Section title={t("interests:express")}>
      <StepForm step="express" className="space-y-3">
        <TextArea
          field={{ id: "message", name: "message" }}
          label={t("interests:message")}
          hint={t(post.owner ? "interests:expressHint" : "interests:expressHintAnonymous")}
          limit={2000}
          required
        />
        {props.ownPosts.length > 0 ? (
          <label className="block space-y-1">
            <span>{t("interests:ownPost")}</span>
            <RowSelect
              field={{ id: "ownPostId", name: "ownPostId" }}
              className="control"
              options={[
                { value: "", label: t("interests:noOwnPost") },
                ...props.ownPosts.map(({ id, title }) => ({ value: id, label: title })),
              ]}
            />
          </label>
        ) : null}
        <Button pending={busy} className="w-full">
          {t("interests:send")}
        </Button>
      </StepForm>
    </Section>
  );
}
