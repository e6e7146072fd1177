import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import { SelectField, TextField } from "#app/ui/fields.tsx";
import { Badge, NextPage, Section, StateBadge } from "#app/ui/parts.tsx";
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
import { sessionIdOf, sessionWords } from "#app/sessions/pages/session-step.server.ts";
import { SessionFrame } from "#app/sessions/parts/session-frame.tsx";
import { answering, signedInOrganizer } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, queryOf } from "#app/http/params.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { wishStates } from "#app/codes/states.ts";
import { useRoom } from "#realtime/client.tsx";
import { textOf } from "#app/kernel/texts.ts";

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

const chosen = z.uuid("required");
const pair = z.object({ one: chosen, other: chosen });

export const action = takesSteps("organizers", {
  words: sessionWords,
  goTo: ({ path, search }) => path + search,
  steps: {
    add: step({
      fields: pair,
      run: ({ one, other }, { services, viewer, ...asked }) =>
        addPair(services, viewer, sessionIdOf(asked), [one, other]),
    }),
    forbid: step({
      fields: pair.extend({ reason: textOf(300, 2, "required") }),
      run: (forbidden, { services, viewer, ...asked }) =>
        forbidPair(services, viewer, sessionIdOf(asked), forbidden),
    }),
    allow: step({
      fields: pair,
      run: (allowed, { services, viewer, ...asked }) =>
        allowPair(services, viewer, sessionIdOf(asked), allowed),
    }),
  },
});

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function SessionPairs() {
  const { t } = useTranslation();
  const format = useFormat();
  const { session, lines, next, counts, forbidden, everyone, chosen } =
    useLoaderData<typeof loader>();
  useRoom(`session:${session.id}`);
  const people = everyone.map(({ id, name, organisationName }) => ({
    value: id,
    label: `${organisationName} · ${name}`,
  }));
  const organisations = [
    ...new Map(everyone.map((one) => [one.organisationId, one.organisationName])),
  ].map(([value, label]) => ({ value, label }));
  return (
    <SessionFrame session={session} title={t("meetings:pairs")}>
      <p className="text-ink-soft">{t("meetings:pairsIntro")}</p>
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
              />
              <SelectField
                field={{ id: "add-other", name: "other" }}
                label={t("meetings:other")}
                options={people}
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
                    <StepForm step="allow" row={{ one: pair.one, other: pair.other }}>
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
              />
              <SelectField
                field={{ id: "forbid-other", name: "other" }}
                label={t("meetings:other")}
                options={organisations}
              />
              <TextField
                field={{ id: "forbid-reason", name: "reason" }}
                label={t("meetings:reason")}
                limit={300}
              />
              <Button look="secondary">{t("meetings:forbidPair")}</Button>
            </StepForm>
          </Section>
        </div>
      </div>
    </SessionFrame>
  );
}
