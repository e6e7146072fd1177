import { json, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import { SelectField, TextField } from "#app/ui/fields.tsx";
import { Badge, NextPage, Notice, Section, StateBadge } from "#app/ui/parts.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { shownChance } from "#app/matching/certainty.ts";
import {
  addPair,
  allowPair,
  countWishes,
  everyoneOf,
  forbiddenOf,
  forbidPair,
  pairPage,
  pairsOf,
} from "#app/sessions/meetings/pairs.server.ts";
import { findSession } from "#app/sessions/queries.server.ts";
import { wordsOf } from "#app/sessions/plan/pages/plan-step.server.ts";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { formOf } from "#app/forms/form.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, queryOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { wishStates } from "#app/codes/states.ts";
import { useRoom } from "#realtime/client.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const asked = queryOf(request, pairPage);
  const { id, title, state } = await answering(findSession(services, viewer, sessionId));
  const [page, counts, forbidden, everyone] = await Promise.all([
    pairsOf(services, viewer, sessionId, { ...asked, limit: 50 }),
    countWishes(services, viewer, sessionId),
    forbiddenOf(services, viewer, sessionId),
    everyoneOf(services, viewer, sessionId),
  ]);
  return {
    session: { id, title, state },
    ...{ ...page, counts, forbidden, everyone, chosen: asked.state ?? null },
  };
}

const steps = z.discriminatedUnion("step", [
  z.object({ step: z.literal("add"), one: z.uuid(), other: z.uuid() }),
  z.object({
    step: z.literal("forbid"),
    one: z.uuid(),
    other: z.uuid(),
    reason: z.string().trim().min(2).max(300),
  }),
  z.object({ step: z.literal("allow"), one: z.uuid(), other: z.uuid() }),
]);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const viewer = await signedInOrganizer(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const form = await formOf(request);
  const t = await getT(request);
  const typed = {
    step: String(form.get("step")),
    one: String(form.get("one") ?? ""),
    other: String(form.get("other") ?? ""),
    reason: String(form.get("reason") ?? ""),
  };
  const parsed = steps.safeParse(typed);
  if (!parsed.success) return json({ words: t("errors:required"), ...typed }, { status: 422 });
  const step = parsed.data;
  const take = async (): Promise<void> => {
    if (step.step === "add") return addPair(services, viewer, sessionId, [step.one, step.other]);
    if (step.step === "forbid") return forbidPair(services, viewer, sessionId, step);
    return allowPair(services, viewer, sessionId, { one: step.one, other: step.other });
  };
  const words = await answering(take().then(() => null, wordsOf(t)));
  return words === null
    ? redirect(`/sessions/${sessionId}/pairs${new URL(request.url).search}`)
    : json({ words, ...typed }, { status: 422 });
}

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function SessionPairs() {
  const { t } = useTranslation();
  const format = useFormat();
  const { session, lines, next, counts, forbidden, everyone, chosen } =
    useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  useRoom(`session:${session.id}`);
  const people = everyone.map(({ id, name, organisationName }) => ({
    value: id,
    label: `${organisationName} · ${name}`,
  }));
  const organisations = [
    ...new Map(everyone.map((one) => [one.organisationId, one.organisationName])),
  ].map(([value, label]) => ({ value, label }));
  const typed = (step: string, field: "one" | "other" | "reason") =>
    refused?.step === step ? refused[field] : "";
  return (
    <SessionFrame session={session} title={t("meetings:pairs")}>
      <p className="text-ink-soft">{t("meetings:pairsIntro")}</p>
      {refused ? <Notice tone="danger">{refused.words}</Notice> : null}
      <div className="grid items-start gap-5 lg:grid-cols-[1fr_22rem]">
        <Section title={t("meetings:title")}>
          <Tabs
            label={t("meetings:title")}
            tabs={[
              { to: "?", label: t("sessions:all"), current: chosen === null },
              ...wishStates.map((state) => ({
                to: `?state=${state}`,
                label: t(`meetings:state.${state}`),
                count: counts[state] ?? 0,
                current: chosen === state,
              })),
            ]}
          />
          {lines.length === 0 ? (
            <p className="text-ink-soft">{t("meetings:noPairs")}</p>
          ) : (
            <ul className="divide-y divide-line">
              {lines.map((line) => (
                <li key={line.id} className="space-y-1 py-2.5" data-testid="pair">
                  <p>
                    <span className="font-medium">{line.from}</span>{" "}
                    <span className="text-ink-soft">{line.fromOrganisation}</span> →{" "}
                    <span className="font-medium">{line.to}</span>{" "}
                    <span className="text-ink-soft">{line.toOrganisation}</span>
                  </p>
                  <p className="flex flex-wrap items-center gap-2 text-sm">
                    <StateBadge state={line.state} label={t(`meetings:state.${line.state}`)} />
                    {line.byOrganizer ? <Badge>{t("meetings:byOrganizer")}</Badge> : null}
                    {line.forbidden ? <Badge tone="danger">{t("meetings:forbidden")}</Badge> : null}
                    {line.score === null ? null : (
                      <span>
                        {t("meetings:score", { score: format.percent(shownChance(line.score)) })}
                      </span>
                    )}
                    {line.fromRank === null && line.toRank === null ? null : (
                      <span>
                        {t("meetings:ranks", {
                          from: line.fromRank ?? "–",
                          to: line.toRank ?? "–",
                        })}
                      </span>
                    )}
                  </p>
                </li>
              ))}
            </ul>
          )}
          <NextPage
            to={next === null ? null : `?${chosen ? `state=${chosen}&` : ""}after=${next}`}
          />
        </Section>
        <div className="space-y-5">
          <Section title={t("meetings:addPair")}>
            <StepForm step="add" className="space-y-3">
              <SelectField
                field={{ id: "add-one", name: "one" }}
                label={t("meetings:one")}
                options={people}
                defaultValue={typed("add", "one")}
              />
              <SelectField
                field={{ id: "add-other", name: "other" }}
                label={t("meetings:other")}
                options={people}
                defaultValue={typed("add", "other")}
              />
              <Button look="secondary">{t("meetings:addPair")}</Button>
            </StepForm>
          </Section>
          <Section title={t("meetings:forbid")}>
            {forbidden.length === 0 ? (
              <p className="text-ink-soft">{t("meetings:noForbidden")}</p>
            ) : (
              <ul className="divide-y divide-line">
                {forbidden.map((pair) => (
                  <li key={`${pair.one}${pair.other}`} className="space-y-1 py-2">
                    <p>
                      {pair.oneName} × {pair.otherName}
                    </p>
                    <p className="text-sm text-ink-soft">{pair.reason}</p>
                    <StepForm step="allow">
                      <input type="hidden" name="one" value={pair.one} />
                      <input type="hidden" name="other" value={pair.other} />
                      <Button
                        look="quiet"
                        aria-label={t("meetings:allowNamed", {
                          one: pair.oneName,
                          other: pair.otherName,
                        })}
                      >
                        {t("meetings:allow")}
                      </Button>
                    </StepForm>
                  </li>
                ))}
              </ul>
            )}
            <StepForm step="forbid" className="space-y-3">
              <SelectField
                field={{ id: "forbid-one", name: "one" }}
                label={t("meetings:one")}
                options={organisations}
                defaultValue={typed("forbid", "one")}
              />
              <SelectField
                field={{ id: "forbid-other", name: "other" }}
                label={t("meetings:other")}
                options={organisations}
                defaultValue={typed("forbid", "other")}
              />
              <TextField
                field={{ id: "forbid-reason", name: "reason" }}
                label={t("meetings:reason")}
                maxLength={300}
                defaultValue={typed("forbid", "reason")}
              />
              <Button look="secondary">{t("meetings:forbidPair")}</Button>
            </StepForm>
          </Section>
        </div>
      </div>
    </SessionFrame>
  );
}
