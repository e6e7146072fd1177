import { z } from "zod";
import { brokerOccasions } from "#app/codes/codes.ts";
import { dealStages } from "#app/codes/states.ts";
import { codeName } from "#app/i18n/codes.ts";
import { newsKind, type NewsGroup, type Speech } from "#app/kernel/news.ts";
import { aboutPost, organisationOr } from "#app/posts/news.ts";

/** What passes between two sides before they work together, and what they write to each other. */
export const interestsGroup: NewsGroup = {
  name: "interests",
  title: (t) => t("interests:news.group"),
  defaults: { inProduct: true, mail: "immediate" },
};

export const dealsGroup: NewsGroup = {
  name: "deals",
  title: (t) => t("deals:news.group"),
  defaults: { inProduct: true, mail: "immediate" },
};

const aboutDeal = aboutPost.extend({
  dealId: z.uuid(),
  /** Whose person did it, or the broker's name; empty for an organizer and while an enterprise is anonymous. */
  organisationName: z.string(),
});
const aboutTask = aboutDeal.extend({ task: z.string(), dueOn: z.iso.date() });

const dealPath = ({ dealId }: { dealId: string }): string => `/deals/${dealId}`;

const taskWords =
  (key: "taskAssigned" | "taskDue") =>
  (payload: z.output<typeof aboutTask>, { t, format }: Speech) => ({
    title: t(`deals:news.${key}`, payload),
    lines: [t("tasks:dueLine", { date: format.date(payload.dueOn) })],
    href: `${dealPath(payload)}#tasks`,
  });

export const dealNews = {
  messageReceived: newsKind({
    name: "message_received",
    group: interestsGroup,
    payload: aboutDeal,
    words: (payload, { t }) => ({
      title: t("deals:news.messageReceived", {
        ...payload,
        organisationName: organisationOr(t, payload.organisationName),
      }),
      href: dealPath(payload),
    }),
  }),
  moved: newsKind({
    name: "deal_moved",
    group: dealsGroup,
    payload: aboutDeal.extend({ stage: z.enum(dealStages) }),
    words: (payload, { t }) => ({
      title: t("deals:news.moved", {
        ...payload,
        stage: codeName(t, "dealStages", payload.stage),
      }),
      href: dealPath(payload),
    }),
  }),
  taskAssigned: newsKind({
    name: "deal_task_assigned",
    group: dealsGroup,
    payload: aboutTask,
    words: taskWords("taskAssigned"),
  }),
  taskDue: newsKind({
    name: "deal_task_due",
    group: dealsGroup,
    payload: aboutTask,
    words: taskWords("taskDue"),
  }),
  note: newsKind({
    name: "deal_note",
    group: dealsGroup,
    payload: aboutDeal.extend({ heldOn: z.iso.date() }),
    words: (payload, { t, format }) => ({
      title: t("deals:news.note", { ...payload, date: format.date(payload.heldOn) }),
      href: dealPath(payload),
    }),
  }),
  document: newsKind({
    name: "deal_document",
    group: dealsGroup,
    payload: aboutDeal.extend({ document: z.string(), number: z.number().int() }),
    words: (payload, { t }) => ({
      title: t("deals:news.document", payload),
      href: dealPath(payload),
    }),
  }),
  broker: newsKind({
    name: "deal_broker",
    group: dealsGroup,
    payload: aboutDeal.extend({ step: z.enum(brokerOccasions), person: z.string() }),
    words: (payload, { t }) => ({
      title: t(`deals:news.broker.${payload.step}`, payload),
      href: payload.step === "invite" ? "/deals" : `${dealPath(payload)}#broker`,
    }),
  }),
};
