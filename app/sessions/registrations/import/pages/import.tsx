import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Facts, Notice, Section, StateBadge } from "#app/ui/parts.tsx";
import { acceptedTables } from "#app/files/limits.ts";
import { mayImportRegistrations, registrationClosed } from "#app/sessions/policy.ts";
import { findSession } from "#app/sessions/queries.server.ts";
import { registrationColumns } from "#app/sessions/registrations/import/registration-columns.ts";
import { tableChoice } from "#app/sessions/registrations/import/import-report.ts";
import {
  cancelImport,
  confirmImport,
  importsOf,
  rereadImport,
} from "#app/sessions/registrations/import/registration-import.server.ts";
import { UploadForm } from "#app/files/parts/upload-form.tsx";
import { ImportStatus } from "#app/sessions/registrations/import/parts/import-status.tsx";
import { sessionIdOf, sessionWords } from "#app/sessions/pages/session-step.server.ts";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, queryOf } from "#app/http/params.ts";
import { useFormat } from "#app/i18n/use-format.ts";

const parameters = z.object({ import: z.uuid().optional().catch(undefined) });

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const found = await answering(findSession(services, viewer, sessionId));
  const imports = await importsOf(services, viewer, sessionId);
  const asked = queryOf(request, parameters);
  const { id, title, state } = found;
  return {
    session: { id, title, state },
    mayImport: mayImportRegistrations(viewer, state),
    closed: registrationClosed(found, services.now()) !== null,
    imports,
    shown: imports.find((one) => one.id === asked.import) ?? null,
  };
}

const importId = z.uuid();
const shownImport = (path: string, id: string): string => `${path}?import=${id}`;

const line = z.coerce.number<string>().int().min(1).max(2_000_000);
const place = z.union([
  z.literal("").transform(() => null),
  z.coerce.number<string>().int().min(0).max(16_383),
]);
/** How the file is to be read instead; a column that the file does not have is empty. */
const rereading = z.object({
  importId,
  sheet: tableChoice.shape.sheet,
  headingLine: line,
  columns: z.partialRecord(z.enum(registrationColumns), place).default({}),
});

export const action = takesSteps("organizers", {
  words: sessionWords,
  steps: {
    confirm: step({
      fields: z.object({ importId, create: z.literal("on").optional() }),
      run: async (fields, { services, viewer, path, ...asked }) => {
        const [sessionId, creates] = [sessionIdOf(asked), fields.create === "on"];
        await confirmImport(services, viewer, sessionId, fields.importId, creates);
        return shownImport(path, fields.importId);
      },
    }),
    reread: step({
      fields: rereading,
      run: async ({ importId: id, ...choice }, { services, viewer, path, ...asked }) => {
        const of = { sessionId: sessionIdOf(asked), importId: id };
        await rereadImport(services, viewer, of, choice);
        return shownImport(path, id);
      },
    }),
    cancel: step({
      fields: z.object({ importId }),
      run: async (fields, { services, viewer, path, ...asked }) => {
        await cancelImport(services, viewer, sessionIdOf(asked), fields.importId);
        return shownImport(path, fields.importId);
      },
    }),
  },
});

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function ImportRegistrations() {
  const { t } = useTranslation();
  const { session, mayImport, closed, imports, shown } = useLoaderData<typeof loader>();
  return (
    <SessionFrame session={session} title={t("sessionFiles:import.title")}>
      <p className="text-ink-soft">{t("sessionFiles:import.intro")}</p>
      {!mayImport ? (
        <Notice tone="warning">{t("sessionFiles:import.notNow")}</Notice>
      ) : closed ? (
        <Notice>{t("sessionFiles:import.closed")}</Notice>
      ) : null}
      {shown === null ? null : <ImportStatus shown={shown} />}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        {mayImport ? (
          <Section title={t("sessionFiles:import.check")}>
            <UploadForm
              id="file"
              action={`/sessions/${session.id}/registrations/import/file`}
              accepted={acceptedTables}
              label={t("sessionFiles:import.file")}
              hint={t("sessionFiles:import.fileHint")}
              submit={t("sessionFiles:import.check")}
              look="primary"
            />
            <h3>{t("sessionFiles:import.template")}</h3>
            <p className="flex flex-wrap gap-4">
              {(["csv", "xlsx"] as const).map((format) => (
                <a
                  key={format}
                  href={`/sessions/${session.id}/registrations/template?format=${format}`}
                  download
                  className="link"
                >
                  {t("sessionFiles:import.templateNamed", { format: format.toUpperCase() })}
                </a>
              ))}
            </p>
          </Section>
        ) : null}
        <Section title={t("sessionFiles:import.columns")}>
          <Facts
            facts={registrationColumns.map((column) => [
              t(`sessionFiles:column.${column}`),
              t(`sessionFiles:columnHint.${column}`),
            ])}
          />
        </Section>
      </div>
      <EarlierImports imports={imports} shownId={shown?.id ?? null} />
    </SessionFrame>
  );
}

function EarlierImports(props: {
  imports: ReturnType<typeof useLoaderData<typeof loader>>["imports"];
  shownId: string | null;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { imports, shownId } = props;
  if (imports.length === 0) return null;
  return (
    <Section title={t("sessionFiles:import.earlier")}>
      <ul className="divide-y divide-line">
        {imports.map(({ id, fileName, state, byName, createdAt }) => (
          <li key={id} className="flex flex-wrap items-baseline justify-between gap-2 py-2">
            <span className="min-w-0 break-words">
              {id === shownId ? (
                fileName
              ) : (
                <Link to={`?import=${id}`} className="link">
                  {fileName}
                </Link>
              )}{" "}
              <span className="text-sm text-ink-soft">
                {t("sessionFiles:import.by", {
                  name: byName ?? t("sessionFiles:import.somebody"),
                  time: format.dateTime(createdAt),
                })}
              </span>
            </span>
            <StateBadge state={state} label={t(`sessionFiles:import.state.${state}`)} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
