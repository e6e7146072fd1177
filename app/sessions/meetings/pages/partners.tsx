import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { LostRefusal } from "#app/ui/lost-refusal.tsx";
import {
  Badge,
  EmptyState,
  NextPage,
  Notice,
  Section,
  StateBadge,
  VerifiedMark,
} from "#app/ui/parts.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { bookMeeting, freePlaces } from "#app/sessions/meetings/booking.server.ts";
import { wishesOpen } from "#app/sessions/policy.ts";
import { findSession } from "#app/sessions/queries.server.ts";
import {
  actingAs,
  partnerKey,
  partnersOf,
  wishesOf,
} from "#app/sessions/meetings/wish-queries.server.ts";
import { askToMeet, rankWish, takeWishStep } from "#app/sessions/meetings/wishes.server.ts";
import { version } from "#app/kernel/version.ts";
import { PartnerFacts } from "#app/sessions/meetings/parts/partner-facts.tsx";
import { sessionIdOf, sessionWords } from "#app/sessions/pages/session-step.server.ts";
import { AskForm } from "#app/sessions/meetings/parts/ask-form.tsx";
import { WishList } from "#app/sessions/meetings/parts/wish-list.tsx";
import { answering, signedIn } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { idOfPath, queryOf } from "#app/http/params.ts";
import { codeName } from "#app/i18n/codes.ts";
import { useRoom } from "#realtime/client.tsx";
import { lineOf, textOf } from "#app/kernel/texts.ts";

const parameters = z.object({
  as: z.uuid().optional().catch(undefined),
  q: lineOf(100).default("").catch(""),
  after: partnerKey.optional().catch(undefined),
});

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const sessionId = idOfPath(params.sessionId);
  const { services } = context;
  const asked = queryOf(request, parameters);
  const session = await answering(findSession(services, viewer, sessionId));
  const { own, acting } = await answering(actingAs(services, viewer, sessionId, asked.as));
  const [page, wishes] = await Promise.all([
    partnersOf(services, viewer, sessionId, {
      ...{ participantId: acting.id, search: asked.q, after: asked.after, limit: 20 },
    }),
    wishesOf(services, viewer, sessionId, acting),
  ]);
  const bookable = wishes.filter((wish) => wish.state === "accepted" && wish.meeting === null);
  const places =
    session.schedulingBy === "participants"
      ? await freePlaces(
          services,
          sessionId,
          bookable.map(({ id }) => id),
        )
      : null;
  const { id, title, state, wishRule, zone } = session;
  return {
    session: { id, title, wishRule, zone, open: wishesOpen(state) },
    ...{ own, acting, ...page, wishes, places, q: asked.q },
  };
}

export const action = takesSteps("signedIn", {
  words: sessionWords,
  goTo: ({ path, search }) => path + search,
  steps: {
    ask: step({
      fields: z.object({
        participantId: z.uuid(),
        toId: z.uuid(),
        message: textOf(500).default(""),
      }),
      run: async ({ participantId: fromId, ...wish }, { services, viewer, ...asked }) => {
        await askToMeet(services, viewer, sessionIdOf(asked), { fromId, ...wish });
      },
    }),
    step: step({
      fields: z.object({
        wishId: z.uuid(),
        version,
        action: z.enum(["accept", "decline", "withdraw", "askAgain"]),
      }),
      run: async ({ wishId, ...taken }, { services, viewer, ...asked }) => {
        await takeWishStep(services, viewer, sessionIdOf(asked), wishId, taken);
      },
    }),
    rank: step({
      fields: z.object({
        wishId: z.uuid(),
        participantId: z.uuid(),
        version,
        rank: z.preprocess(
          (value) => (value === "" ? null : value),
          z.coerce.number().int().min(1).max(1000).nullable(),
        ),
      }),
      run: ({ wishId, ...ranked }, { services, viewer, ...asked }) =>
        rankWish(services, viewer, sessionIdOf(asked), wishId, ranked),
    }),
    book: step({
      fields: z.object({
        wishId: z.uuid(),
        place: z
          .string()
          .transform((text) => text.split("/"))
          .pipe(z.tuple([z.uuid(), z.uuid()])),
      }),
      run: ({ wishId, place: [slotId, tableId] }, { services, viewer, ...asked }) =>
        bookMeeting(services, viewer, sessionIdOf(asked), { wishId, slotId, tableId }),
    }),
  },
});

export const meta = ({ data }: { data: { session: { title: string } } | undefined }) =>
  pageTitle(data?.session.title);

export default function SessionMeetings() {
  const { t } = useTranslation();
  const { session, own, acting, partners, next, wishes, places, q } =
    useLoaderData<typeof loader>();
  useRoom(`session:${session.id}`);
  const mayAct = acting.mayAct && session.open;
  const here = (changes: Record<string, string>) =>
    `?${new URLSearchParams({ as: acting.id, ...(q === "" ? {} : { q }), ...changes }).toString()}`;
  return (
    <div className="mx-auto max-w-5xl space-y-5">
      <header className="space-y-1">
        <p>
          <Link to={`/sessions/${session.id}`} className="link">
            <span aria-hidden>←</span> {session.title}
          </Link>
        </p>
        <h1>{t("meetings:title")}</h1>
        <p className="text-ink-soft">
          {t(session.wishRule === "opt_out" ? "meetings:introOptOut" : "meetings:intro")}
        </p>
      </header>
      <LostRefusal />
      {session.open ? null : <Notice>{t("meetings:closed")}</Notice>}
      {session.open && !acting.mayAct ? <Notice>{t("meetings:readOnly")}</Notice> : null}
      {own.length > 1 ? (
        <div className="flex flex-wrap items-center gap-1">
          <span aria-hidden className="text-ink-soft">
            {t("meetings:actingAs")}
          </span>
          <Tabs
            label={t("meetings:actingAs")}
            tabs={own.map(({ id, name }) => ({
              to: `?as=${id}`,
              label: name,
              current: id === acting.id,
            }))}
          />
        </div>
      ) : null}
      <Section title={t("meetings:own")}>
        <WishList
          wishes={wishes}
          participantId={acting.id}
          mayAct={mayAct}
          places={places}
          zone={session.zone}
        />
      </Section>
      <Section title={t("meetings:partners")}>
        <Form className="flex flex-wrap items-end gap-2" role="search">
          <input type="hidden" name="as" value={acting.id} />
          <div className="min-w-0 grow">
            <TextField
              field={{ id: "q", name: "q" }}
              label={t("meetings:search")}
              type="search"
              defaultValue={q}
            />
          </div>
          <Button look="secondary">{t("meetings:find")}</Button>
        </Form>
        {partners.length === 0 ? (
          <EmptyState title={t("meetings:noPartners")} text={t("meetings:noPartnersText")} />
        ) : (
          <ul className="divide-y divide-line">
            {partners.map((partner) => (
              <li key={partner.participantId} className="space-y-2 py-3" data-testid="partner">
                <p>
                  <span className="font-medium">{partner.name}</span>{" "}
                  {partner.position === "" ? null : (
                    <span className="text-ink-soft">{partner.position} · </span>
                  )}
                  <Link to={`/organisations/${partner.organisationId}`} className="link">
                    {partner.organisationName}
                  </Link>{" "}
                  {partner.verified ? <VerifiedMark /> : null}{" "}
                  <Badge>{codeName(t, "organisationKinds", partner.kind)}</Badge>
                </p>
                <PartnerFacts partner={partner} />
                {partner.wish !== null && partner.wish !== "withdrawn" ? (
                  <StateBadge state={partner.wish} label={t(`meetings:state.${partner.wish}`)} />
                ) : mayAct ? (
                  <AskForm partner={partner} participantId={acting.id} action={here({})} />
                ) : null}
              </li>
            ))}
          </ul>
        )}
        <NextPage to={next === null ? null : here({ after: next })} />
      </Section>
    </div>
  );
}
