import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { Badge, EmptyState, Notice } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { changeSearch, listSearches, stepSearch } from "#app/alerts/commands.server.ts";
import { longestName, mostSavedSearches, savedSearchSchema } from "#app/alerts/schema.ts";
import { searchAddress } from "#app/search/request.ts";
import { FrequencyField } from "#app/alerts/parts/frequency-field.tsx";
import { searchWords } from "#app/alerts/parts/search-words.ts";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { fieldsOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const title = (await getT(request))("alerts:title");
  return { lines: await listSearches(context.services, viewer), title };
}

const steps = z.discriminatedUnion("step", [
  savedSearchSchema.extend({ step: z.literal("change"), id: z.uuid() }),
  z.object({ step: z.enum(["pause", "resume", "restore"]), id: z.uuid() }),
  z.object({ step: z.literal("delete"), id: z.uuid(), name: z.string().max(longestName) }),
]);

export async function action({ request, context }: ActionFunctionArgs) {
  const viewer = await signedIn(context, request);
  const t = await getT(request);
  const form = await fieldsOf(request);
  const parsed = steps.safeParse(form);
  if (!parsed.success) return json({ words: t("errors:required") }, { status: 422 });
  const { services } = context;
  const asked = parsed.data;
  if (asked.step === "change") {
    await answering(changeSearch(services, viewer, asked.id, asked));
    return redirect("/saved-searches?changed=1");
  }
  const outcome = await answering(stepSearch(services, viewer, asked.id, asked.step));
  if (outcome === "same") return json({ words: t("alerts:same") }, { status: 422 });
  if (outcome === "tooMany")
    return json({ words: t("alerts:tooMany", { max: mostSavedSearches }) }, { status: 422 });
  return asked.step === "delete"
    ? redirect(
        `/saved-searches?${new URLSearchParams({ deleted: asked.id, name: asked.name }).toString()}`,
      )
    : redirect("/saved-searches");
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function SavedSearches() {
  const { t } = useTranslation();
  const { lines, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [address] = useSearchParams();
  const deleted = address.get("deleted");
  const saved = lines.find(({ id }) => id === address.get("saved"));
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h1>{title}</h1>
          <p className="text-ink-soft">{t("alerts:intro")}</p>
        </div>
        <LinkButton to="/search" look="secondary">
          {t("alerts:toSearch")}
        </LinkButton>
      </div>
      {refused ? <Notice tone="danger">{refused.words}</Notice> : null}
      {saved ? <Notice tone="success">{t("alerts:savedAs", { name: saved.name })}</Notice> : null}
      {address.has("changed") && !refused ? (
        <Notice tone="success">{t("alerts:changed")}</Notice>
      ) : null}
      {deleted && !refused ? (
        <Notice>
          <StepForm
            step="restore"
            row={{ id: deleted }}
            className="flex flex-wrap items-center gap-3"
          >
            {t("alerts:deleted", { name: address.get("name") ?? "" })}
            <Button look="quiet">{t("alerts:undo")}</Button>
          </StepForm>
        </Notice>
      ) : null}
      {lines.length === 0 ? (
        <EmptyState title={t("alerts:empty")} text={t("alerts:emptyText")} />
      ) : (
        <p className="text-right text-sm text-ink-soft">
          {t("alerts:count", { count: lines.length, max: mostSavedSearches })}
        </p>
      )}
      <ul className="space-y-3">
        {lines.map((line) => (
          <li key={line.id} className="card space-y-2">
            <div className="flex flex-wrap items-baseline justify-between gap-2">
              <h2 className="text-base">
                <Link to={searchAddress(line.parameters)} className="link">
                  {line.name}
                </Link>
              </h2>
              <span className="flex gap-2">
                {line.paused ? <Badge tone="warning">{t("alerts:paused")}</Badge> : null}
                <Badge>{t(`alerts:frequencies.${line.frequency}`)}</Badge>
              </span>
            </div>
            <p className="text-sm text-ink-soft">
              {searchWords(t, line.parameters).join(" · ") || t("alerts:everything")}
              {line.recent > 0 ? ` · ${t("alerts:recent", { count: line.recent })}` : ""}
            </p>
            <div className="flex flex-wrap items-start gap-2">
              <details className="grow">
                <summary className="inline-flex min-h-10 cursor-pointer items-center text-accent">
                  {t("alerts:change")}
                </summary>
                <StepForm
                  step="change"
                  row={{ id: line.id }}
                  className="grid items-end gap-3 pt-2 sm:grid-cols-[1fr_12rem_auto]"
                >
                  <TextField
                    field={{ id: `name-${line.id}`, name: "name" }}
                    label={t("alerts:name")}
                    maxLength={longestName}
                    required
                    defaultValue={line.name}
                  />
                  {line.canAlert ? (
                    <FrequencyField
                      field={{ id: `frequency-${line.id}`, name: "frequency" }}
                      value={line.frequency}
                    />
                  ) : (
                    <input type="hidden" name="frequency" value="none" />
                  )}
                  <Button look="secondary">{t("alerts:create")}</Button>
                </StepForm>
              </details>
              <StepForm
                step={["pause", "resume", "delete"]}
                row={{ id: line.id }}
                className="flex gap-2"
              >
                <input type="hidden" name="name" value={line.name} />
                {line.canAlert && line.frequency !== "none" ? (
                  <Button look="secondary" name="step" value={line.paused ? "resume" : "pause"}>
                    {t(line.paused ? "alerts:resume" : "alerts:pause")}
                  </Button>
                ) : null}
                <Button look="danger" name="step" value="delete">
                  {t("alerts:delete")}
                </Button>
              </StepForm>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
