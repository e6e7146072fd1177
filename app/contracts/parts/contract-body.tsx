import { useTranslation } from "react-i18next";
import { Facts, Section } from "#app/ui/parts.tsx";
import type { ContractContent, ContractField } from "#app/contracts/schema.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { fieldText } from "./field-text.ts";

type TextField = Exclude<ContractField, "milestones">;

const sections: { name: "basics" | "parties" | "money" | "ip" | "text"; fields: TextField[] }[] = [
  {
    name: "basics",
    fields: ["kind", "licenceType", "cluster", "field", "validFrom", "validTo", "place"],
  },
  {
    name: "parties",
    fields: [
      "buyerName",
      "buyerRegion",
      "buyerNature",
      "buyerSignatory",
      "sellerName",
      "sellerRegion",
      "sellerNature",
      "sellerSignatory",
    ],
  },
  {
    name: "money",
    fields: ["contractAmount", "technologyAmount", "payment", "royaltyTerms"],
  },
  { name: "ip", fields: ["ipOwnership", "ipKind", "ipNumber"] },
  {
    name: "text",
    fields: ["subject", "content", "confidentiality", "acceptanceStandard", "liability"],
  },
];

/** The text of a contract, as far as it is written. */
export function ContractBody({ content }: { content: ContractContent }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {sections.map(({ name, fields }) => (
        <Section key={name} title={t(`contracts:section.${name}`)}>
          <Facts
            facts={fields.map((field) => [
              t(`contracts:field.${field}`),
              fieldText(t, format, field, content[field]) || t("common:notSpecified"),
            ])}
          />
        </Section>
      ))}
    </>
  );
}
