import { useTranslation } from "react-i18next";
import { sectionsOf, type Field, type Listing } from "#app/listings/listing.ts";
import { Section } from "#app/ui/parts.tsx";
import { Control, type FormFacts } from "./controls.tsx";

/** The sections of a listing's form as it is declared; stands inside conform's FormProvider. */
export function FormSections({ listing, facts }: { listing: Listing; facts: FormFacts }) {
  const { t } = useTranslation();
  return (
    <>
      {sectionsOf(listing).map(([section, fields]) => (
        <Section key={section} title={t(`listings:section.${section}`)}>
          {inRows(fields).map((row) => {
            const controls = row.map(([name, field]) => (
              <Control key={name} name={name} field={field} facts={facts} />
            ));
            return row.length === 1 ? (
              controls
            ) : (
              <div key={row[0]?.[0]} className="grid gap-4 sm:grid-cols-2">
                {controls}
              </div>
            );
          })}
        </Section>
      ))}
    </>
  );
}

const narrow = new Set<Field["type"]>(["line", "day", "choice", "level", "keywords"]);
const isNarrow = (field: Field): boolean =>
  narrow.has(field.type) && !(field.type === "line" && field.wide);

/** Narrow fields that follow each other stand side by side. */
function inRows(fields: [string, Field][]): [string, Field][][] {
  const rows: [string, Field][][] = [];
  for (const entry of fields) {
    const last = rows.at(-1);
    if (last && isNarrow(entry[1]) && last.every(([, field]) => isNarrow(field))) last.push(entry);
    else rows.push([entry]);
  }
  return rows;
}
