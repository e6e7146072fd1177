import { useTranslation } from "react-i18next";
import type { TableSource } from "#app/office/read-table.server.ts";
import { columnText, readingText } from "#app/office/reading-text.ts";
import { RowSelect, TextField } from "#app/ui/fields.tsx";

/** How a file was read: sentences, and what each column was taken from. */
export function TableReading({
  source,
  columns,
}: {
  source: TableSource;
  columns: readonly { name: string; label: string }[];
}) {
  const { t } = useTranslation();
  return (
    <div className="space-y-2" data-testid="reading">
      <h3>{t("office:reading.title")}</h3>
      {readingText(t, source).map((sentence) => (
        <p key={sentence} className="break-words">
          {sentence}
        </p>
      ))}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        {columns.map(({ name, label }) => {
          const heading = source.columns[name];
          return heading ? (
            <div key={name} className="contents">
              <dt className="text-ink-soft">{label}</dt>
              <dd className="min-w-0 break-words">{columnText(t, source, heading)}</dd>
            </div>
          ) : null;
        })}
      </dl>
    </div>
  );
}

/** The fields by which a person says how a file is to be read instead: sheet, row of the headings, columns. */
export function TableChoiceFields({
  source,
  columns,
}: {
  source: TableSource;
  columns: readonly { name: string; label: string }[];
}) {
  const { t } = useTranslation();
  const offered = [
    { value: "", label: t("office:reading.none") },
    ...source.headings.map((heading) => ({
      value: String(heading.place),
      label: columnText(t, source, heading),
    })),
  ];
  return (
    <div className="space-y-3">
      <p className="text-sm text-ink-soft">{t("office:choice.hint")}</p>
      {source.sheets.length > 1 ? (
        <div className="space-y-1">
          <label htmlFor="sheet" className="block font-medium">
            {t("office:choice.sheet")}
          </label>
          <RowSelect
            field={{ id: "sheet", name: "sheet" }}
            options={source.sheets.map((name) => ({ value: name, label: name }))}
            defaultValue={source.sheet}
          />
        </div>
      ) : null}
      <TextField
        field={{ id: "headingLine", name: "headingLine" }}
        label={t("office:choice.headingLine")}
        type="number"
        min={1}
        required
        defaultValue={source.headingLine}
      />
      <fieldset className="space-y-1">
        <legend className="font-medium">{t("office:choice.columns")}</legend>
        {columns.map(({ name, label }) => (
          <div key={name} className="flex flex-wrap items-center gap-2">
            <label htmlFor={`columns.${name}`} className="w-40">
              {label}
            </label>
            <RowSelect
              field={{ id: `columns.${name}`, name: `columns.${name}` }}
              options={offered}
              defaultValue={source.columns[name]?.place ?? ""}
            />
          </div>
        ))}
      </fieldset>
    </div>
  );
}
