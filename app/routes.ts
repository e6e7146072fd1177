import { index, route, type RouteConfig } from "@remix-run/route-config";
import type { Door } from "./kernel/doors.ts";

export interface Address {
  /** The file under app/ that answers. */
  page: string;
  door: Door;
}

const behind =
  (door: Door) =>
  (page: string): Address => ({ page, door });
const anyone = behind("anyone");
const signedIn = behind("signedIn");
const writers = behind("writers");
const organizers = behind("organizers");
const administrators = behind("administrators");

/**
 * Every address, the page that answers it, and who comes through its door. Guests are sent
 * to sign in first; who is signed in and does not come through is told so.
 * `tests/integration/doors.test.ts` tries each address as each kind of person.
 */
export const addresses: Record<string, Address> = {
  "/": anyone("home/pages/home.tsx"),

  "/:kinds": anyone("posts/pages/posts.tsx"),
  "/:kinds/new": signedIn("posts/pages/new-post.tsx"),
  "/:kinds/new/file": signedIn("posts/pages/new-post-file.ts"),
  "/:kinds/near-identical": signedIn("posts/pages/near-identical-check.ts"),
  "/:kinds/:postId": anyone("posts/pages/post.tsx"),
  "/:kinds/:postId/edit": signedIn("posts/pages/edit-post.tsx"),
  "/:kinds/:postId/history": signedIn("posts/pages/history.tsx"),
  "/:kinds/:postId/near-identical": signedIn("posts/pages/near-identical.tsx"),
  "/:kinds/:postId/confidential": signedIn("disclosure/pages/confidential-part.tsx"),
  "/:kinds/:postId/disclosure": signedIn("disclosure/pages/disclosure.tsx"),
  "/my-posts": signedIn("posts/pages/my-posts.tsx"),
  "/review": organizers("posts/pages/review-queue.tsx"),
  "/posts/:postId/attachments": signedIn("posts/pages/attach-file.ts"),
  "/attachments/:attachmentId": anyone("posts/pages/attachment.ts"),

  "/posts/:postId/similar": anyone("matching/pages/similar-posts.ts"),
  "/matches": signedIn("matching/pages/matches.tsx"),
  "/needs/:needId/with/:resultId": anyone("matching/pages/comparison.tsx"),
  "/admin/match-quality": organizers("matching/pages/match-quality.tsx"),
  "/admin/match-quality/export": organizers("matching/pages/match-quality-file.ts"),

  "/search": anyone("search/pages/search.tsx"),
  "/search/suggestions": anyone("search/pages/suggestions.ts"),
  "/admin/search": organizers("search/pages/search-state.tsx"),

  "/saved-searches": signedIn("alerts/pages/saved-searches.tsx"),
  "/saved-searches/new": signedIn("alerts/pages/new-saved-search.tsx"),

  "/synonyms/propose": signedIn("synonyms/pages/propose.tsx"),
  "/admin/synonyms": organizers("synonyms/pages/groups.tsx"),
  "/admin/synonyms/:groupId": organizers("synonyms/pages/group.tsx"),
  "/admin/synonyms/new": organizers("synonyms/pages/new-group.tsx"),
  "/admin/synonyms/import": organizers("synonyms/pages/import.tsx"),
  "/admin/synonyms/import/file": organizers("synonyms/pages/import-file.ts"),
  "/admin/synonyms/export": organizers("synonyms/pages/groups-file.ts"),
  "/admin/synonyms/preview": organizers("synonyms/pages/preview.ts"),

  "/interests": signedIn("interests/pages/interests.tsx"),
  "/interests/:interestId": signedIn("interests/pages/interest.tsx"),

  "/deals": signedIn("deals/pages/deals.tsx"),
  "/deals/:dealId": signedIn("deals/pages/deal.tsx"),
  "/deals/board": signedIn("deals/pages/board.tsx"),
  "/deals/:dealId/documents": signedIn("deals/pages/add-document.ts"),
  "/deals/:dealId/files/:versionId": anyone("deals/pages/document-file.ts"),

  "/deals/:dealId/contract/new": signedIn("contracts/pages/new-contract.tsx"),
  "/contracts": signedIn("contracts/pages/contracts.tsx"),
  "/contracts/:contractId": signedIn("contracts/pages/contract.tsx"),
  "/contracts/:contractId/amend": signedIn("contracts/pages/amend.tsx"),
  "/contracts/:contractId/edit": signedIn("contracts/pages/edit-contract.tsx"),
  "/contracts/:contractId/print": signedIn("contracts/pages/print.tsx"),
  "/admin/contracts": organizers("contracts/pages/registration-queue.tsx"),
  "/statistics/contracts": signedIn("contracts/pages/statistics.tsx"),
  "/statistics/contracts/export": signedIn("contracts/pages/statistics-file.ts"),

  "/challenges": anyone("challenges/pages/challenges.tsx"),
  "/challenges/:challengeId": anyone("challenges/pages/challenge.tsx"),
  "/challenges/:challengeId/decision": signedIn("challenges/pages/decision.tsx"),
  "/challenges/:challengeId/edit": signedIn("challenges/pages/edit-challenge.tsx"),
  "/challenges/:challengeId/evaluation": signedIn("challenges/pages/evaluation.tsx"),
  "/challenges/:challengeId/files": signedIn("challenges/pages/add-proposal-file.ts"),
  "/challenges/:challengeId/outcome": anyone("challenges/pages/outcome.tsx"),
  "/challenges/:challengeId/proposal": signedIn("challenges/pages/proposal.tsx"),
  "/challenges/:challengeId/review": signedIn("challenges/pages/review.tsx"),
  "/needs/:needId/challenge/new": signedIn("challenges/pages/new-challenge.tsx"),
  "/my-proposals": signedIn("challenges/pages/my-proposals.tsx"),
  "/my-reviews": signedIn("challenges/pages/my-reviews.tsx"),
  "/proposal-files/:fileId": signedIn("challenges/pages/proposal-file.ts"),

  "/stories": anyone("stories/pages/stories.tsx"),
  "/stories/:storyId": anyone("stories/pages/story.tsx"),
  "/stories/:storyId/edit": signedIn("stories/pages/edit-story.tsx"),
  "/stories/:storyId/picture": anyone("stories/pages/picture.ts"),
  "/stories/new": signedIn("stories/pages/new-story.tsx"),
  "/stories/own": signedIn("stories/pages/own-stories.tsx"),

  "/organisations/new": signedIn("organisations/pages/new-organisation.tsx"),
  "/organisations/:organisationId": anyone("organisations/pages/organisation.tsx"),
  "/organisations/switch": signedIn("organisations/pages/switch.ts"),
  "/organisation": signedIn("organisations/pages/own-organisation.tsx"),
  "/invitations/:invitationId": signedIn("organisations/pages/invitation.tsx"),

  "/organisation/blocked": signedIn("blocks/pages/blocks.tsx"),

  "/organisation/verification": writers("verification/pages/own-verification.tsx"),
  "/organisation/verification/documents": writers("verification/pages/add-document.ts"),
  "/verification-documents/:documentId": anyone("verification/pages/document.ts"),
  "/admin/verifications": organizers("verification/pages/verifications.tsx"),
  "/admin/verifications/:organisationId": organizers("verification/pages/verification.tsx"),

  "/organisation/reports": signedIn("reports/pages/upheld-reports.tsx"),
  "/reports": signedIn("reports/pages/own-reports.tsx"),
  "/reports/new": signedIn("reports/pages/new-report.tsx"),
  "/admin/reports": organizers("reports/pages/reports.tsx"),
  "/admin/reports/:reportId": organizers("reports/pages/report.tsx"),

  "/sign-in": anyone("accounts/pages/sign-in.tsx"),
  "/sign-up": anyone("accounts/pages/sign-up.tsx"),
  "/sign-out": anyone("accounts/pages/sign-out.ts"),
  "/forgot-password": anyone("accounts/pages/forgot-password.tsx"),
  "/reset-password": anyone("accounts/pages/reset-password.tsx"),
  "/check-mail": anyone("accounts/pages/check-mail.tsx"),
  "/verify-email": anyone("accounts/pages/verify-email.tsx"),
  "/locale": anyone("accounts/pages/locale.ts"),
  "/admin/people": administrators("accounts/pages/people.tsx"),

  "/notifications": signedIn("notifications/pages/notifications.tsx"),
  "/notifications/recent": anyone("notifications/pages/recent.ts"),
  "/settings/notifications": signedIn("notifications/pages/settings.tsx"),

  "/unsubscribe/:token": anyone("alerts/pages/unsubscribe.tsx"),
  "/dev/mail": anyone("mail/pages/mailbox.tsx"),

  "/admin/jobs": administrators("jobs/pages/given-up-jobs.tsx"),

  "/admin/restored": administrators("restoration/pages/restored.tsx"),

  "/sessions": anyone("sessions/pages/sessions.tsx"),
  "/sessions/new": organizers("sessions/pages/new-session.tsx"),
  "/sessions/:sessionId": anyone("sessions/pages/session.tsx"),
  "/sessions/:sessionId/edit": organizers("sessions/pages/edit-session.tsx"),
  "/sessions/:sessionId/cover": anyone("sessions/pages/cover.ts"),
  "/sessions/:sessionId/documents": organizers("sessions/pages/documents.tsx"),
  "/sessions/:sessionId/documents/:documentId": anyone("sessions/pages/document.ts"),
  "/sessions/:sessionId/documents/file": organizers("sessions/pages/add-document.ts"),
  "/sessions/:sessionId/calendar.ics": anyone("sessions/pages/session-calendar.ts"),
  "/calendar/:file": anyone("sessions/pages/person-calendar.ts"),
  "/settings/calendar": signedIn("sessions/pages/calendar-settings.tsx"),
  "/sessions/:sessionId/programme": organizers("sessions/pages/programme.tsx"),
  "/sessions/:sessionId/plan": organizers("sessions/plan/pages/plan.tsx"),
  "/sessions/:sessionId/register": signedIn("sessions/registrations/pages/register.tsx"),
  "/sessions/:sessionId/registrations": organizers(
    "sessions/registrations/pages/registrations.tsx",
  ),
  "/sessions/:sessionId/registrations/import": organizers(
    "sessions/registrations/import/pages/import.tsx",
  ),
  "/sessions/:sessionId/registrations/import/file": organizers(
    "sessions/registrations/import/pages/import-file.ts",
  ),
  "/sessions/:sessionId/registrations/template": organizers(
    "sessions/registrations/import/pages/template.ts",
  ),
  "/sessions/:sessionId/invitations": organizers("sessions/registrations/pages/invitations.tsx"),
  "/sessions/:sessionId/meetings": signedIn("sessions/meetings/pages/partners.tsx"),
  "/sessions/:sessionId/meetings/:meetingId": signedIn("sessions/meetings/pages/meeting.tsx"),
  "/sessions/:sessionId/pairs": organizers("sessions/meetings/pages/pairs.tsx"),
  "/sessions/:sessionId/mine": signedIn("sessions/meetings/pages/own-sheet.tsx"),
  "/sessions/:sessionId/timetable": organizers("sessions/meetings/timetable/pages/timetable.tsx"),
  "/sessions/:sessionId/timetable/try": organizers(
    "sessions/meetings/timetable/pages/try-change.ts",
  ),
  "/sessions/:sessionId/board": organizers("sessions/day/pages/board.tsx"),
  "/sessions/:sessionId/check-in": organizers("sessions/day/pages/check-in.tsx"),
  "/pass/:passKey": anyone("sessions/day/pages/pass.tsx"),
  "/pass/:passKey/calendar.ics": anyone("sessions/day/pages/pass-calendar.ts"),
  "/sessions/:sessionId/report": organizers("sessions/outcomes/pages/report.tsx"),
  "/sessions/:sessionId/report/export": organizers("sessions/outcomes/pages/report-file.ts"),

  "/*": anyone("shell/pages/not-found.tsx"),
};

export default Object.entries(addresses).map(([address, { page }]) =>
  address === "/" ? index(page) : route(address.slice(1), page),
) satisfies RouteConfig;
