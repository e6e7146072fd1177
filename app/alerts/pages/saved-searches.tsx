import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import { Badge, EmptyState, Notice } from "#app/ui/parts.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { changeSearch, listSearches, stepSearch } from "#app/alerts/commands.server.ts";
import { longestName, mostSavedSearches, savedSearchSchema } from "#app/alerts/schema.ts";
import { searchAddress } from "#app/search/request.ts";
import { FrequencyField } from "#app/alerts/parts/frequency-field.tsx";
import { searchWords } from "#app/alerts/parts/search-words.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { useGivenForm } from "#app/forms/form-identity.ts";
import { step, takesSteps, WrongFields, type Asked } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { lineOf } from "#app/kernel/texts.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const title = (await getT(request))("alerts:title");
  return { lines: await listSearches(context.services, viewer), title };
}

/** @throws WrongFields where a search cannot come back */
async function take(
  id: string,
  action: "pause" | "resume" | "restore" | "delete",
  { services, viewer, t }: Asked,
): Promise<void> {
  const outcome = await stepSearch(services, viewer, id, action);
  if (outcome === "same") throw new WrongFields({ "": [t("alerts:same")] });
  if (outcome === "tooMany")
    throw new WrongFields({ "": [t("alerts:tooMany", { max: mostSavedSearches })] });
}

const taking = (action: "pause" | "resume" | "restore") =>
  step({ fields: z.object({ id: z.uuid() }), run: ({ id }, asked) => take(id, action, asked) });

export const action = takesSteps("signedIn", {
  steps: {
    change: step({
      fields: savedSearchSchema.extend({ id: z.uuid() }),
      run: async ({ id, ...fields }, { services, viewer }) => {
        await changeSearch(services, viewer, id, fields);
        return "/saved-searches?changed=1";
      },
    }),
    pause: taking("pause"),
    resume: taking("resume"),
    restore: taking("restore"),
    delete: step({
      fields: z.object({ id: z.uuid(), name: lineOf(longestName) }),
      run: async ({ id, name }, asked) => {
        await take(id, "delete", asked);
        return `/saved-searches?${new URLSearchParams({ deleted: id, name }).toString()}`;
      },
    }),
  },
});

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export default function SavedSearches() {
  const { t } = useTranslation();
  const { lines, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>()?.refused;
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
      <LostRefusal />
      {saved ? <Notice tone="success">{t("alerts:savedAs", { name: saved.name })}</Notice> : null}
      {address.has("changed") && !refused ? (
        <Notice tone="success">{t("alerts:changed")}</Notice>
      ) : null}
      {deleted ? (
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
            <Line line={line} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Line({
  line,
}: {
  line: ReturnType<typeof useLoaderData<typeof loader>>["lines"][number];
}) {
  const { t } = useTranslation();
  const row = { id: line.id };
  const changing = useGivenForm({ step: "change", row });
  return (
    <>
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
        <details open={changing !== null} className="grow">
          <summary className="inline-flex min-h-10 cursor-pointer items-center text-accent">
            {t("alerts:change")}
          </summary>
          <StepForm
            step="change"
            row={row}
            className="grid items-end gap-3 pt-2 sm:grid-cols-[1fr_12rem_auto]"
          >
            <TextField
              field={{ id: `name-${line.id}`, name: "name" }}
              label={t("alerts:name")}
              limit={longestName}
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
        <StepForm step={["pause", "resume", "delete"]} row={row} className="flex gap-2">
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
    </>
  );
}
