import type { TFunction } from "i18next";
import { shownChance } from "#app/matching/certainty.ts";
import type { NotificationContent } from "#app/notifications/kinds.ts";
import { challengeNewsPath } from "#app/challenges/parts/news-path.ts";
import { codeName } from "#app/i18n/codes.ts";
import type { Format } from "#app/i18n/format.ts";

export interface NotificationWords {
  title: string;
  lines: string[];
  href: string;
}

/** A notification as a person reads it: what happened, why it concerns them, and where it leads. */
export function notificationWords(
  { kind, payload }: NotificationContent,
  t: TFunction,
  format: Format,
): NotificationWords {
  const title = titleOf({ kind, payload } as NotificationContent, t, format);
  const post = "postId" in payload ? `/${payload.postKind}s/${payload.postId}` : "/matches";
  switch (kind) {
    case "match_found": {
      const own = payload.postKind === "need" ? "result" : "need";
      const reasons = [
        t("notifications:reason.score", { score: format.percent(shownChance(payload.score)) }),
        payload.sharedClusters.length > 0
          ? t("notifications:reason.cluster", {
              clusters: format.list(
                payload.sharedClusters.map((code) => codeName(t, "clusters", code)),
              ),
            })
          : "",
        payload.indicatorsMet > 0
          ? t("notifications:reason.indicators", { count: payload.indicatorsMet })
          : "",
        payload.trlDistance !== null && payload.trlDistance >= 0
          ? t("notifications:reason.trl")
          : "",
        payload.sharedModes.length > 0 ? t("notifications:reason.modes") : "",
      ].filter((reason) => reason !== "");
      const terms =
        payload.terms.length > 0
          ? [t("notifications:reason.terms", { terms: format.list(payload.terms) })]
          : [];
      return {
        title,
        lines: [reasons.join(" · "), ...terms],
        href: `/${own}s/${payload.ownPostId}#match-${payload.postId}`,
      };
    }
    case "match_digest":
      return {
        title,
        lines: payload.best.map((one) =>
          t("notifications:reason.digest", {
            ...one,
            score: format.percent(shownChance(one.score)),
          }),
        ),
        href: "/matches",
      };
    case "interest_received":
    case "interest_accepted":
      return { title, lines: [], href: `/interests/${payload.interestId}` };
    case "interest_declined": {
      const reason = codeName(t, "declineReasons", payload.reason);
      return {
        title,
        lines: [t("notifications:reason.decline", { reason }), payload.note].filter(
          (line) => line !== "",
        ),
        href: `/interests/${payload.interestId}`,
      };
    }
    case "disclosure_requested":
    case "disclosure_accepted":
      return { title, lines: [], href: `${post}/disclosure` };
    case "disclosure_opened":
      return { title, lines: [], href: `${post}/confidential` };
    case "disclosure_refused":
    case "disclosure_revoked":
      return { title, lines: [], href: post };
    case "session_registration":
      return {
        title,
        lines: payload.note === "" ? [] : [payload.note],
        /** Who is admitted finds their pass there. */
        href: `/sessions/${payload.sessionId}${payload.state === "admitted" ? "/mine" : ""}`,
      };
    case "session_invitation":
      return {
        title,
        lines: payload.message === "" ? [] : [payload.message],
        href: `/sessions/${payload.sessionId}`,
      };
    case "message_received":
    case "deal_moved":
    case "deal_note":
    case "deal_document":
      return { title, lines: [], href: `/deals/${payload.dealId}` };
    case "deal_task_assigned":
    case "deal_task_due":
      return {
        title,
        lines: [t("notifications:reason.due", { date: format.date(payload.dueOn) })],
        href: `/deals/${payload.dealId}#tasks`,
      };
    case "deal_broker":
      return {
        title,
        lines: [],
        href: payload.step === "invite" ? "/deals" : `/deals/${payload.dealId}#broker`,
      };
    case "session_wish":
      return {
        title,
        lines: payload.message === "" ? [] : [payload.message],
        href: `/sessions/${payload.sessionId}/meetings`,
      };
    case "session_timetable":
    case "session_offer":
    case "session_delay":
      return { title, lines: [], href: `/sessions/${payload.sessionId}/mine` };
    case "session_after":
      return {
        title,
        lines: [],
        href:
          payload.meetingId === null
            ? `/sessions/${payload.sessionId}/mine`
            : `/sessions/${payload.sessionId}/meetings/${payload.meetingId}`,
      };
    case "session_task_due":
      return {
        title,
        lines: [t("notifications:reason.due", { date: format.date(payload.dueOn) })],
        href: `/sessions/${payload.sessionId}/meetings/${payload.meetingId}#tasks`,
      };
    case "review_requested":
      return { title, lines: [], href: `${post}?view=draft` };
    case "review_approved":
    case "review_returned":
    case "review_rejected":
      return { title, lines: payload.comment === "" ? [] : [payload.comment], href: post };
    case "challenge_news":
      return {
        title,
        lines: payload.comment === "" ? [] : [payload.comment],
        href: challengeNewsPath(payload),
      };
    case "post_expiring":
    case "post_expired":
      return { title, lines: [], href: post };
    case "contract_step":
    case "contract_milestone":
      return {
        title: contractTitle({ kind, payload } as ContractNews, t, format),
        lines: payload.note === "" ? [] : [payload.note],
        href: `/contracts/${payload.contractId}`,
      };
    case "verification_submitted":
      return { title, lines: [], href: `/admin/verifications/${payload.organisationId}` };
    case "verification_decided":
      return { title, lines: said(payload.reason), href: "/organisation/verification" };
    case "report_received":
      return {
        title,
        lines: [codeName(t, "reportReasons", payload.reason)],
        href: `/admin/reports/${payload.reportId}`,
      };
    case "report_decided":
      return { title, lines: said(payload.outcome), href: "/reports" };
    case "report_upheld":
      return {
        title,
        lines: [codeName(t, "reportReasons", payload.reason), ...said(payload.outcome)],
        href: "/organisation/reports",
      };
    case "story_consent_asked":
    case "story_agreed":
    case "story_published":
      return { title, lines: [], href: `/stories/${payload.storyId}` };
    case "story_taken_down":
      return { title, lines: said(payload.reason), href: `/stories/${payload.storyId}` };
    case "search_hit":
      return {
        title,
        lines: [
          t("notifications:reason.searches", {
            names: format.list(payload.searches.map(({ name }) => name)),
          }),
        ],
        href: post,
      };
    case "search_digest":
      return {
        title,
        lines: [
          ...payload.searches.map(({ name, count }) =>
            t("notifications:reason.searchCount", { name, count }),
          ),
          ...payload.newest.map(({ postTitle }) => postTitle),
        ],
        href: "/saved-searches",
      };
  }
}

type ContractNews = Extract<NotificationContent, { kind: "contract_step" | "contract_milestone" }>;

function contractTitle({ kind, payload }: ContractNews, t: TFunction, format: Format): string {
  if (kind === "contract_step") return t(`contracts:told.${payload.step}`, payload);
  const values = { ...payload, day: format.date(payload.dueOn) };
  return t(`contracts:milestoneTold.${payload.step}`, values);
}

const said = (words: string): string[] => (words === "" ? [] : [words]);

function titleOf(content: NotificationContent, t: TFunction, format: Format): string {
  if (content.kind === "post_expiring")
    return t("notifications:line.post_expiring", {
      ...content.payload,
      date: format.date(content.payload.expiresAt),
    });
  if (content.kind === "deal_moved")
    return t("notifications:line.deal_moved", {
      ...content.payload,
      stage: codeName(t, "dealStages", content.payload.stage),
    });
  if (content.kind === "deal_note")
    return t("notifications:line.deal_note", {
      ...content.payload,
      date: format.date(content.payload.heldOn),
    });
  if (content.kind === "verification_decided")
    return t(`notifications:line.verification_${content.payload.state}`, content.payload);
  if (content.kind === "report_decided")
    return t(`notifications:line.report_${content.payload.upheld ? "confirmed" : "dismissed"}`, {
      subjectText: content.payload.subjectText,
    });
  if (content.kind === "report_upheld" && content.payload.takenDown)
    return t("notifications:line.report_taken_down", { subjectText: content.payload.subjectText });
  const translate = t as (key: string, values: object) => string;
  if (content.kind === "session_registration")
    return translate(`notifications:sessionRegistration.${content.payload.state}`, content.payload);
  if (content.kind === "session_wish" || content.kind === "session_timetable")
    return translate(`meetings:news.${content.kind}.${content.payload.news}`, content.payload);
  if (content.kind === "session_offer")
    return translate(`sessionDay:news.offer.${content.payload.news}`, content.payload);
  if (content.kind === "session_delay") {
    const key = content.payload.minutes === 0 ? "onTime" : "late";
    return translate(`sessionDay:news.delay.${key}`, content.payload);
  }
  if (content.kind === "session_after")
    return translate(`sessionAfter:news.${content.payload.news}`, content.payload);
  if (content.kind === "session_task_due")
    return translate("sessionAfter:news.task", content.payload);
  if (content.kind === "challenge_news") {
    const { news, challengeTitle } = content.payload;
    return translate(`challenges:news.${news}`, { title: challengeTitle });
  }
  const anonymous =
    "organisationName" in content.payload && content.payload.organisationName === ""
      ? { organisationName: t("interests:anonymous") }
      : {};
  const key = content.kind === "deal_broker" ? `deal_broker.${content.payload.step}` : content.kind;
  return translate(`notifications:line.${key}`, { ...content.payload, ...anonymous });
}
