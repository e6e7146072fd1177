import type { TFunction } from "i18next";
import type { NotificationContent } from "#app/domain/notifications/kinds.ts";
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
        t("notifications:reason.score", { score: format.percent(payload.score) }),
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
          t("notifications:reason.digest", { ...one, score: format.percent(one.score) }),
        ),
        href: "/matches",
      };
    case "interest_received":
    case "interest_accepted":
    case "message_received":
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
    case "review_requested":
      return { title, lines: [], href: `${post}?view=draft` };
    case "review_approved":
    case "review_returned":
    case "review_rejected":
      return { title, lines: payload.comment === "" ? [] : [payload.comment], href: post };
    case "post_expiring":
    case "post_expired":
      return { title, lines: [], href: post };
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
  }
}

const said = (words: string): string[] => (words === "" ? [] : [words]);

function titleOf(content: NotificationContent, t: TFunction, format: Format): string {
  if (content.kind === "post_expiring")
    return t("notifications:line.post_expiring", {
      ...content.payload,
      date: format.date(content.payload.expiresAt),
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
  const anonymous =
    "organisationName" in content.payload && content.payload.organisationName === ""
      ? { organisationName: t("interests:anonymous") }
      : {};
  return translate(`notifications:line.${content.kind}`, { ...content.payload, ...anonymous });
}
