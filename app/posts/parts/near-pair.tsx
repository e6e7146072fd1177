import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/button.tsx";
import { Badge, Highlighted, StateBadge } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import type { MarkedText, NearIdentical } from "#app/posts/similar.server.ts";
import { pathOf } from "#app/search/parts/result-line.tsx";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { draftStates } from "#app/codes/states.ts";

/** A draft and a post that says nearly the same side by side, with what is the same marked. */
export function NearPair({ near }: { near: NearIdentical }) {
  const { t } = useTranslation();
  const format = useFormat();
  const path = `${pathOf(near.kind, near.id)}${near.own ? "?view=draft" : ""}`;
  const isDraft = (draftStates as readonly string[]).includes(near.state);
  return (
    <section className="card space-y-3" data-testid="near-pair" aria-label={near.title}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="flex flex-wrap items-center gap-2">
          <Badge tone="warning">
            {t("quality:near.share", { share: format.percent(near.share) })}
          </Badge>
          <StateBadge
            state={near.state}
            label={codeName(t, isDraft ? "draftStates" : "publications", near.state)}
          />
          <span className="text-sm text-ink-soft">
            {near.own ? t("quality:near.own") : near.organisationName || t("posts:anonymousOwner")}
          </span>
        </span>
        <a href={path} target="_blank" rel="noreferrer" className="link">
          {t("quality:near.open")}
          <span className="sr-only"> {t("quality:near.opensNew")}</span>
        </a>
      </div>
      <div className="grid gap-4 md:grid-cols-2">
        <Side title={t("quality:near.yours")} texts={near.yours} />
        <Side title={t("quality:near.other")} texts={near.theirs} />
      </div>
      {near.continueBy === null ? null : (
        <div className="flex flex-wrap items-center gap-3 border-t border-line pt-3">
          {near.continueBy === "copy" ? (
            <StepForm step="copy" action={pathOf(near.kind, near.id)}>
              <Button look="secondary">{t("quality:near.continue")}</Button>
            </StepForm>
          ) : null}
          <p className="text-sm text-ink-soft">
            {t(`quality:near.${near.continueBy === "copy" ? "continueText" : "renewText"}`)}
          </p>
        </div>
      )}
    </section>
  );
}

function Side({ title, texts }: { title: string; texts: MarkedText[] }) {
  const { t } = useTranslation();
  return (
    <div className="min-w-0 space-y-2">
      <h2 className="text-base">{title}</h2>
      {texts.map(({ label, segments }) => (
        <div key={label}>
          <p className="text-sm text-ink-soft">{t(`listings:field.${label}`)}</p>
          <p className="whitespace-pre-line">
            <Highlighted segments={segments} />
          </p>
        </div>
      ))}
    </div>
  );
}
