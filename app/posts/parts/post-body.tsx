import { useTranslation } from "react-i18next";
import { Badge, Facts, Section } from "#app/ui/parts.tsx";
import { ScrollRegion } from "#app/ui/scroll-region.tsx";
import type { PostContent } from "#app/posts/content.ts";
import { valueText } from "./indicator-text.ts";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";

/** The text of a post, section by section as its form has it; empty fields are left out. */
export function PostBody({ content }: { content: PostContent }) {
  const { t } = useTranslation();
  const texts: [name: string, text: string][] =
    content.kind === "need"
      ? [
          [t("posts:field.problem"), content.problem],
          [t("posts:field.technology"), content.technology],
          [t("posts:field.goal"), content.goal],
          [t("posts:field.currentState"), content.currentState],
        ]
      : [
          [t("posts:field.abstract"), content.abstract],
          [t("posts:field.innovation"), content.innovation],
          [t("posts:field.appliedWhere"), content.appliedWhere],
          [t("posts:field.economicEffect"), content.economicEffect],
        ];
  const shown = texts.filter(([, text]) => text !== "");
  return (
    <>
      {shown.length > 0 ? (
        <section className="card space-y-4">
          {shown.map(([name, text]) => (
            <div key={name} className="space-y-1">
              <h2>{name}</h2>
              <p className="max-w-[75ch] whitespace-pre-line">{text}</p>
            </div>
          ))}
        </section>
      ) : null}
      {content.registeredDetails === "" ? null : (
        <Section
          title={t("disclosure:registered")}
          aside={<Badge>{t("disclosure:registeredOnly")}</Badge>}
        >
          <p className="max-w-[75ch] whitespace-pre-line">{content.registeredDetails}</p>
        </Section>
      )}
      <Indicators content={content} />
      <Cooperation content={content} />
      {content.kind === "result" ? <Rights content={content} /> : null}
    </>
  );
}

function Indicators({ content }: { content: PostContent }) {
  const { t } = useTranslation();
  if (content.indicators.length === 0) return null;
  const wanted = content.kind === "need";
  return (
    <Section title={t("posts:section.indicators")}>
      <ScrollRegion label={t("posts:section.indicators")}>
        <table className="w-full text-left">
          <thead>
            <tr className="text-sm text-ink-soft">
              <th className="py-1 pr-4 font-normal">{t("posts:indicator.name")}</th>
              {wanted ? (
                <th className="py-1 pr-4 font-normal">{t("posts:indicator.today")}</th>
              ) : null}
              <th className="py-1 pr-4 font-normal">
                {wanted ? t("posts:indicator.wanted") : t("posts:indicator.reached")}
              </th>
              <th className="py-1 font-normal">{t("posts:indicator.method")}</th>
            </tr>
          </thead>
          <tbody>
            {content.indicators.map((row, index) => (
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
    </Section>
  );
}

function Cooperation({ content }: { content: PostContent }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = (list: "cooperationModes" | "organisationKinds" | "regions", codes: string[]) =>
    format.list(codes.map((code) => codeName(t, list, code)));
  const { amountMin, amountMax } = content;
  const range = [amountMin, amountMax].flatMap((yuan) =>
    yuan === null ? [] : [format.money(yuan)],
  );
  const amount = content.amountToBeAgreed ? t("common:toBeAgreed") : range.join(" – ");
  return (
    <Section title={t("posts:section.cooperation")}>
      <Facts
        facts={[
          [t("posts:field.cooperationModes"), names("cooperationModes", content.cooperationModes)],
          [content.kind === "need" ? t("posts:field.budget") : t("posts:field.price"), amount],
          [
            content.kind === "need" ? t("posts:field.trlWanted") : t("posts:field.trl"),
            content.trl === null
              ? null
              : `TRL ${content.trl} · ${codeName(t, "trls", content.trl)}`,
          ],
          [t("posts:field.mrl"), content.mrl === null ? null : `MRL ${content.mrl}`],
          [
            t("posts:field.deadline"),
            content.kind === "need" && content.deadline !== null
              ? format.date(content.deadline)
              : null,
          ],
          [
            t("posts:field.foundation"),
            content.kind === "need" && content.foundation !== null
              ? codeName(t, "foundations", content.foundation)
              : null,
          ],
          [
            t("posts:field.importSubstitution"),
            content.kind === "need" && content.importSubstitution ? t("common:yes") : null,
          ],
          [t("posts:field.partnerKinds"), names("organisationKinds", content.partnerKinds)],
          [t("posts:field.partnerRegions"), names("regions", content.partnerRegions)],
          [t("posts:field.partnerNote"), content.partnerNote],
        ]}
      />
    </Section>
  );
}

function Rights({ content }: { content: Extract<PostContent, { kind: "result" }> }) {
  const { t } = useTranslation();
  const rights = content.intellectualProperty.map((one) =>
    [codeName(t, "ipKinds", one.kind), one.number, codeName(t, "ipStates", one.state), one.owner]
      .filter((part) => part !== "")
      .join(" · "),
  );
  const facts: [string, string][] = [
    [t("posts:field.intellectualProperty"), rights.join("\n")],
    [t("posts:field.team"), content.team],
    [t("posts:field.people"), content.people],
    [t("posts:field.papers"), content.papers],
    [t("posts:field.standards"), content.standards],
    [t("posts:field.awards"), content.awards],
    [
      t("posts:field.evaluation"),
      content.evaluation === "none" ? "" : codeName(t, "evaluationKinds", content.evaluation),
    ],
    [t("posts:field.evaluationNote"), content.evaluationNote],
  ];
  if (facts.every(([, value]) => value === "")) return null;
  return (
    <Section title={t("posts:section.rights")}>
      <Facts facts={facts} />
    </Section>
  );
}
