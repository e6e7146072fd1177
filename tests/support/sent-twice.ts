/** A form with a field for text that makes a record, or changes one. */
export interface RepeatedForm {
  /** What it makes, or does. */
  what: string;
  /** Its page and steps, as among the places of forms. */
  pattern: string;
  steps: string;
  /** Whose rows are counted. */
  table: string;
  /** How many are added. */
  rows: number;
  /** What is typed and chosen over what the form holds; a number is the choice of this place. */
  typed: Record<string, string | number>;
}

const makes = (
  what: string,
  table: string,
  pattern: string,
  steps: string,
  typed: RepeatedForm["typed"],
): RepeatedForm => ({ what, pattern, steps, table, rows: 1, typed });

/** A step that leaves one entry of the audit log. */
const changes = (...[what, ...form]: [string, string, string, RepeatedForm["typed"]]) =>
  makes(what, "audit_entry", ...form);

const words = "同一时刻发送两次的文字，只留下一份记录。";
const day = "2030-03-04";
const deal = "/deals/:dealId";
const session = "/sessions/:sessionId";
const meeting = `${session}/meetings/:meetingId`;

export const repeatedForms: readonly RepeatedForm[] = [
  makes("a draft", "post", "/:kinds/new", "save submit", { title: words }),
  makes("an interest", "interest", "/:kinds/:postId", "express", { message: words }),
  makes("a request", "disclosure_grant", "/:kinds/:postId/confidential", "request", {
    message: words,
  }),
  makes("an opening", "disclosure_grant", "/:kinds/:postId/disclosure", "openTo", {
    organisation: "示范重工装备有限公司",
  }),
  makes("a call", "match_call", "/admin/match-quality", "call", { note: words, outcome: 0 }),
  makes("a saved search", "saved_search", "/saved-searches/new", "save", { name: "同时保存两次" }),
  makes("a proposal of synonyms", "synonym_group", "/synonyms/propose", "propose", {
    words: "双发测试甲\n双发测试乙",
  }),
  makes("synonyms", "synonym_group", "/admin/synonyms/new", "add", {
    words: "双发测试丙\n双发测试丁",
  }),
  makes("a report", "abuse_report", "/reports/new", "report", { words }),
  makes("a message", "deal_message", deal, "message", { body: words }),
  makes("a task", "deal_task", deal, "task", { title: words, dueOn: day }),
  makes("a note", "deal_note", deal, "note", { heldOn: "2026-03-02", body: words }),
  makes("a comment", "deal_document_comment", deal, "comment", { body: words }),
  makes("a contract", "contract", `${deal}/contract/new`, "save propose", { title: words }),
  makes("an amendment", "contract_amendment", "/contracts/:contractId/amend", "amend", {
    reason: words,
    place: "苏州",
  }),
  makes("a story", "story", "/stories/new", "write", {
    dealId: 0,
    title: words,
    body: `${words}${words}`,
  }),
  makes("a proposal", "proposal", "/challenges/:challengeId/proposal", "save submit", {
    approach: words,
  }),
  makes("an objection", "challenge_objection", "/challenges/:challengeId/outcome", "object", {
    text: words,
  }),
  makes("an invitation", "invitation", "/organisation", "invite", {
    email: "twice@duijie.example",
    role: 0,
  }),
  makes("a session", "matchmaking_session", "/sessions/new", "save", {
    title: words,
    place: "南京国际博览中心",
  }),
  makes("an item", "programme_item", `${session}/programme`, "item", {
    title: words,
    startsAt: "2030-05-16T08:00",
    endsAt: "2030-05-16T08:30",
  }),
  makes("a question", "session_question", `${session}/programme`, "question", { label: words }),
  makes("a slot", "session_slot", `${session}/plan`, "slots", {
    ...{ day: "2030-05-16", part: "下午", from: "14:00", to: "14:30", minutes: "30", pause: "0" },
  }),
  makes("a table", "session_table", `${session}/plan`, "tables", { prefix: "C", count: "1" }),
  makes("a limit", "session_meeting_limit", `${session}/plan`, "limit", {
    part: "上午",
    meetingsPerPerson: "2",
  }),
  makes("a registration", "session_registration", `${session}/register`, "register", {
    "people[0].name": "双发测试",
    "people[0].email": "guest@duijie.example",
  }),
  makes("an invitation to a session", "session_invitation", `${session}/invitations`, "invite", {
    organisationIds: 0,
    message: words,
  }),
  makes("a wish to meet", "meeting_wish", `${session}/meetings`, "ask", { message: words }),
  makes("a forbidden pair", "forbidden_pair", `${session}/pairs`, "forbid", {
    one: 0,
    other: 1,
    reason: words,
  }),
  makes("a run of the scheduler", "timetable_run", `${session}/timetable`, "run", { seconds: "5" }),
  makes("a rating", "meeting_rating", meeting, "rate", {
    stars: "4",
    outcome: "follow_up",
    note: words,
  }),
  makes("a task after a meeting", "meeting_task", meeting, "task", { title: words, dueOn: day }),
  {
    ...changes("declining", "/interests/:interestId", "decline", { reason: 0, note: words }),
    /** The deal that the interest began ends with it. */
    rows: 2,
  },
  changes("returning a post", "/:kinds/:postId", "approve return reject", {
    step: "return",
    comment: words,
  }),
  changes("rejecting synonyms", "/admin/synonyms/:groupId", "reject", { reason: words }),
  changes("dismissing a report", "/admin/reports/:reportId", "take uphold dismiss", {
    step: "dismiss",
    outcome: words,
  }),
  changes("changing a draft", "/:kinds/:postId/edit", "save submit", { title: words }),
  changes("changing a note", deal, "noteEdit", { body: words }),
  changes("signing", "/contracts/:contractId", "sign", { signatory: "双发" }),
  changes("rejecting a milestone", "/contracts/:contractId", "milestone", { reason: words }),
  changes("asking to end a contract", "/contracts/:contractId", "askTermination", {
    reason: words,
  }),
  changes("returning a contract", "/contracts/:contractId", "return", { reason: words }),
  changes("taking a story down", "/stories/:storyId", "takeDown", { reason: words }),
  changes("changing a story", "/stories/:storyId/edit", "save", { title: words }),
  changes("returning terms", "/challenges/:challengeId", "return", { comment: words }),
  changes("withdrawing a challenge", "/challenges/:challengeId", "withdraw", { reason: words }),
  changes("declaring a conflict", "/challenges/:challengeId/review", "conflict", {
    reason: words,
  }),
  changes("deciding", "/challenges/:challengeId/decision", "decide", {
    winner: "none",
    reasons: words,
  }),
  changes("answering an objection", "/challenges/:challengeId/outcome", "answer", {
    result: "rejected",
    answer: words,
  }),
  changes("declining a registration", `${session}/registrations`, "decline", { note: words }),
  changes("ending a deal", deal, "move", { reason: 0, note: words }),
  changes("revoking", "/admin/verifications/:organisationId", "revoke", { reason: words }),
  // From here on a person acts for another organisation, and two have nothing more to do with each other.
  makes("an organisation", "organisation", "/organisations/new", "profile", {
    name: "双发测试有限公司",
    kind: 0,
    region: 0,
  }),
  makes("a block", "organisation_block", "/organisations/:organisationId", "block", {
    note: words,
  }),
];
