import type { TFunction } from "i18next";
import { chineseCapitals, plainYuan } from "#app/contracts/amounts.ts";
import type { PrintedContract } from "#app/contracts/queries.server.ts";
import type { ContractField } from "#app/contracts/schema.ts";
import { translatorFor } from "#app/i18n/i18n.server.ts";
import { formatOf, type Format } from "#app/i18n/format.ts";
import type { Language } from "#app/i18n/languages.ts";
import { fieldText } from "#app/contracts/parts/field-text.ts";

type TextField = Exclude<ContractField, "milestones">;

/** One language's page of the printed contract, all in words. */
export interface Sheet {
  language: Language;
  title: string;
  project: string;
  facts: [name: string, value: string][];
  preamble: string;
  articles: { heading: string; name: string; paragraphs: string[] }[];
  milestones: { heading: string; head: string[]; rows: string[][]; sum: string[] };
  sides: { seal: string; name: string; signatory: string; signed: string }[];
  signatoryLabel: string;
  /** Under the text: that it is a draft, what is part of it, and its mark. */
  notes: string[];
}

/** The sheet of a contract in a language. */
export async function sheetOf(
  found: PrintedContract & { buyerOrganisationId: string },
  language: Language,
): Promise<Sheet> {
  const t = await translatorFor(language);
  const format = formatOf(language);
  const { content } = found;
  const unsaid = t("common:notSpecified");
  const said = (field: TextField) => fieldText(t, format, field, content[field]) || unsaid;
  const label = (field: TextField) => t(`contracts:field.${field}`);
  const pair = (field: TextField): [string, string] => [label(field), said(field)];
  const party = (side: "buyer" | "seller") =>
    (["Name", "Region", "Nature", "Signatory"] as const).map((part) => pair(`${side}${part}`));
  const validity = [said("validFrom"), said("validTo")].join(" – ");
  const money = (field: "contractAmount" | "technologyAmount") => {
    const amount = content[field];
    const words = amount === null ? unsaid : `¥${plainYuan(amount)}`;
    const capitals = amount === null ? "" : chineseCapitals(amount);
    return `${label(field)}${language === "en" ? ": " : "："}${words}${
      capitals === ""
        ? ""
        : language === "en"
          ? ` (${capitals})`
          : `（${t("contracts:print.capitals")}：${capitals}）`
    }`;
  };
  const named = (field: TextField) =>
    `${label(field)}${language === "en" ? ": " : "："}${said(field)}`;
  const written: { name: string; paragraphs: string[] }[] = [
    { name: label("subject"), paragraphs: [said("subject")] },
    { name: label("content"), paragraphs: [said("content")] },
    {
      name: t("contracts:section.money"),
      paragraphs: [
        money("contractAmount"),
        money("technologyAmount"),
        named("payment"),
        ...(content.royaltyTerms === "" ? [] : [named("royaltyTerms")]),
      ],
    },
    {
      name: t("contracts:section.ip"),
      paragraphs: (["ipOwnership", "ipKind", "ipNumber"] as const)
        .filter((field) => field === "ipOwnership" || content[field])
        .map(named),
    },
    { name: label("confidentiality"), paragraphs: [said("confidentiality")] },
    { name: label("acceptanceStandard"), paragraphs: [said("acceptanceStandard")] },
    { name: label("liability"), paragraphs: [said("liability")] },
  ];
  return {
    language,
    title: t("contracts:print.title"),
    project: content.title || t("contracts:untitled"),
    facts: [
      [t("contracts:field.number"), found.number ?? unsaid],
      pair("kind"),
      ...(content.licenceType ? [pair("licenceType")] : []),
      pair("cluster"),
      pair("field"),
      [t("contracts:field.validity"), validity],
      pair("place"),
      ...party("buyer"),
      ...party("seller"),
      ...(found.registrationNumber
        ? [[t("contracts:field.registrationNumber"), found.registrationNumber] as [string, string]]
        : []),
    ],
    preamble: t("contracts:print.forWhom"),
    articles: written.map((article, index) => ({
      heading: t("contracts:print.article", { number: index + 1 }),
      ...article,
    })),
    milestones: milestonesOf(t, format, found),
    sides: sidesOf(t, format, found),
    signatoryLabel: t("contracts:print.signatory"),
    notes: [
      ...(language === "en" ? [t("contracts:print.reference")] : []),
      ...(found.amendments.length > 0
        ? [t("contracts:print.amended", { numbers: format.list(found.amendments.map(String)) })]
        : []),
      ...(found.hash && found.state !== "draft"
        ? [`${t("contracts:print.hash")} ${found.hash}`]
        : []),
      ...(["draft", "proposed", "agreed", "half_signed", "discarded"].includes(found.state)
        ? [t("contracts:print.draftMark")]
        : []),
    ],
  };
}

function milestonesOf(t: TFunction, format: Format, { content }: PrintedContract) {
  const amount = content.contractAmount;
  return {
    heading: t("contracts:section.milestones"),
    head: [
      t("contracts:milestone.title"),
      t("contracts:milestone.dueOn"),
      t("contracts:milestone.amount"),
    ],
    rows: content.milestones.map((row) => [
      row.title,
      row.dueOn ? format.date(row.dueOn) : "",
      row.amount ? plainYuan(row.amount) : "",
    ]),
    sum: [t("contracts:field.contractAmount"), "", amount ? plainYuan(amount) : ""],
  };
}

function sidesOf(
  t: TFunction,
  format: Format,
  found: PrintedContract & { buyerOrganisationId: string },
): Sheet["sides"] {
  return (["buyer", "seller"] as const).map((side) => {
    const signature = found.signatures.find(
      ({ organisationId }) => (organisationId === found.buyerOrganisationId) === (side === "buyer"),
    );
    return {
      seal: t(`contracts:print.${side}`),
      name: found.content[`${side}Name`],
      signatory: signature?.signatory ?? found.content[`${side}Signatory`],
      signed: signature
        ? `${t("contracts:field.signedOn")} ${format.date(signature.signedOn)}`
        : t("contracts:print.day"),
    };
  });
}
