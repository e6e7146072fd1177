import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { codeName } from "#app/i18n/codes.ts";
import type { Format } from "#app/i18n/format.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { moneyValues, type IndicatorsField } from "#app/listings/components.ts";
import type { Section as SectionName } from "#app/listings/declaration.ts";
import { labelOf, sectionsOf, valueOf, type Field, type Listing } from "#app/listings/listing.ts";
import { valueText } from "#app/listings/indicator-text.ts";
import type { IndicatorRow } from "#app/listings/values.ts";
import { levelName } from "./level-name.ts";
import { Badge, Facts, Section } from "#app/ui/parts.tsx";
import { ScrollRegion } from "#app/ui/scroll-region.tsx";

/** Sections whose fields stand elsewhere on a listing's page: in its head and beside its body. */
const elsewhere: readonly SectionName[] = ["basics", "contact"];

/**
 * What a listing says, section by section as it is declared, its running texts first;
 * what is empty is left out.
 */
export function ListingBody({ listing, content }: { listing: Listing; content: object }) {
  const sections = sectionsOf(listing).filter(([section]) => !elsewhere.includes(section));
  const isProse = ([, fields]: (typeof sections)[number]) =>
    fields.every(([, field]) => field.type === "text");
  const [prose, rest] = [sections.filter(isProse), sections.filter((one) => !isProse(one))];
  return (
    <>
      {prose.map(([section, fields]) => (
        <Prose key={section} section={section} texts={textsIn(fields, content)} />
      ))}
      {rest.map(([section, fields]) => {
        const table = fields.flatMap(([name, field]) =>
          field.type === "indicators"
            ? [{ name, field, rows: field.schema.parse(valueOf(content, name)) }]
            : [],
        );
        const shown = table.filter(({ rows }) => rows.length > 0);
        return (
          <SectionOfFacts key={section} section={section} fields={fields} content={content}>
            {shown.map(({ name, field, rows }) => (
              <Indicators key={name} side={field.side} rows={rows} />
            ))}
          </SectionOfFacts>
        );
      })}
    </>
  );
}

const textsIn = (fields: [string, Field][], content: object) =>
  fields.flatMap(([name, field]) => {
    const text = field.type === "text" ? field.schema.parse(valueOf(content, name)) : "";
    return text === "" ? [] : [{ name, label: labelOf(name, field), text, field }];
  });

/** Texts with a heading each; those that not everyone sees say so. */
function Prose({ section, texts }: { section: SectionName; texts: ReturnType<typeof textsIn> }) {
  const { t } = useTranslation();
  if (texts.length === 0) return null;
  const [first] = texts;
  if (first?.field.type === "text" && first.field.disclosure)
    return (
      <Section
        title={t(`listings:section.${section}`)}
        aside={<Badge>{t("disclosure:registeredOnly")}</Badge>}
      >
        {texts.map(({ name, text }) => (
          <p key={name} className="max-w-[75ch] whitespace-pre-line">
            {text}
          </p>
        ))}
      </Section>
    );
  return (
    <section className="card space-y-4">
      {texts.map(({ name, label, text }) => (
        <div key={name} className="space-y-1">
          <h2>{t(`listings:field.${label}`)}</h2>
          <p className="max-w-[75ch] whitespace-pre-line">{text}</p>
        </div>
      ))}
    </section>
  );
}

function SectionOfFacts(props: {
  section: SectionName;
  fields: [string, Field][];
  content: object;
  children: React.ReactNode[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { section, fields, content, children } = props;
  const facts = fields.flatMap(([name, field]): [string, string][] => {
    const text = factText(t, format, field, valueOf(content, name), content);
    const label = field.type === "money" ? field.side : labelOf(name, field);
    return text === "" ? [] : [[t(`listings:field.${label}`), text]];
  });
  if (facts.length === 0 && children.length === 0) return null;
  return (
    <Section title={t(`listings:section.${section}`)}>
      {children}
      <Facts facts={facts} />
    </Section>
  );
}

/** A value in words; empty when nothing was said, or when it stands elsewhere on the page. */
function factText(
  t: TFunction,
  format: Format,
  field: Field,
  value: unknown,
  content: object,
): string {
  switch (field.type) {
    case "line":
    case "text":
      return field.schema.parse(value);
    case "day": {
      const day = field.schema.parse(value);
      return day === null ? "" : format.date(day);
    }
    case "choice": {
      const code = field.schema.parse(value);
      return code === null ? "" : codeName(t, field.list, code);
    }
    case "radio": {
      const code = field.schema.parse(value);
      return code === field.unsaid ? "" : codeName(t, field.list, code);
    }
    case "choices":
      return format.list(field.schema.parse(value).map((code) => codeName(t, field.list, code)));
    case "level": {
      const level = field.schema.parse(value);
      return level === null ? "" : levelName(t, field, level);
    }
    case "flag":
      return field.schema.parse(value) ? t("common:yes") : "";
    case "rights":
      return field.schema
        .parse(value)
        .map(({ kind, number, state, owner }) =>
          [codeName(t, "ipKinds", kind), number, codeName(t, "ipStates", state), owner]
            .filter((part) => part !== "")
            .join(" · "),
        )
        .join("\n");
    case "money": {
      const { amountMin, amountMax, amountToBeAgreed } = moneyValues.parse(content);
      const ends = [amountMin, amountMax].flatMap((yuan) =>
        yuan === null ? [] : [format.money(yuan)],
      );
      return amountToBeAgreed ? t("common:toBeAgreed") : ends.join(" – ");
    }
    case "keywords":
      return format.list(field.schema.parse(value));
    case "indicators":
    case "contact":
    case "audience":
      return "";
  }
}

function Indicators({ side, rows }: { side: IndicatorsField["side"]; rows: IndicatorRow[] }) {
  const { t } = useTranslation();
  const wanted = side === "wanted";
  return (
    <ScrollRegion label={t("listings:section.indicators")}>
      <table className="w-full text-left">
        <thead>
          <tr className="text-sm text-ink-soft">
            <th className="py-1 pr-4 font-normal">{t("listings:indicator.name")}</th>
            {wanted ? (
              <th className="py-1 pr-4 font-normal">{t("listings:indicator.today")}</th>
            ) : null}
            <th className="py-1 pr-4 font-normal">{t(`listings:indicator.${side}`)}</th>
            <th className="py-1 font-normal">{t("listings:indicator.method")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index} className="border-t border-line align-top">
              <td className="py-1.5 pr-4">{row.name}</td>
              {wanted ? <td className="py-1.5 pr-4">{row.today}</td> : null}
              <td className="py-1.5 pr-4 font-medium whitespace-nowrap">{valueText(row)}</td>
              <td className="py-1.5">{row.method}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
