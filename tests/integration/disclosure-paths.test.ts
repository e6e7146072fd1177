import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addAttachment } from "#app/posts/attachments.server.ts";
import { grantsOf, receivedDisclosure } from "#app/disclosure/grant-views.server.ts";
import {
  acceptTerms,
  decideGrant,
  openTo,
  requestDisclosure,
} from "#app/disclosure/grants.server.ts";
import { saveSecret } from "#app/posts/disclosure/secret.server.ts";
import { decideInterest, expressInterest } from "#app/interests/commands.server.ts";
import * as commands from "#app/posts/commands.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { approve } from "#app/posts/review.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { findSession } from "#app/sessions/queries.server.ts";
import { publishTimetable } from "#app/sessions/meetings/timetable/timetable.server.ts";
import { askToMeet } from "#app/sessions/meetings/wishes.server.ts";
import { mayJoin } from "#app/server/live-rooms.ts";
import type { MaybeViewer, Viewer } from "#app/kernel/viewer.ts";
import { attachment, meeting, post, sessionParticipant } from "#db/schema/index.ts";
import { memoryStore } from "#tests/support/files.ts";
import { answerOfLoader, routeAddresses } from "#tests/support/loaders.ts";
import { completeNeed, completeResult, createPerson, openMarket } from "#tests/support/market.ts";
import { attend, openSession, sessionTools } from "#tests/support/sessions.ts";

/**
 * Every role against every path: what a loader answers is searched for marks
 * that stand in each part of one anonymous need. A new route is in this test by
 * being there, until it is named below with the reason why it cannot be.
 */
const withoutDisclosure: Record<string, string> = {
  "/dev/mail": "shows the mails of a demonstration to whoever runs it",
  "/sign-in": "before sign-in",
  "/sign-up": "before sign-in",
  "/forgot-password": "before sign-in",
  "/reset-password": "before sign-in",
  "/check-mail": "before sign-in",
  "/invitations/:invitationId": "an invitation into an organisation",
};

/** Pages that name organisations as such; that one stands there says nothing of its posts. */
const namesOrganisations =
  /^\/(search|organisation|:kinds\/new|:kinds\/:postId\/(edit|disclosure)$|admin\/|pass\/|sessions\/:sessionId|:kinds$)/;

const marks = {
  title: "标题记号甲",
  registered: "登录可见记号乙",
  secret: "保密记号丙",
  file: "图纸记号丁",
  terms: "条款记号戊",
  name: "单位记号己",
  contact: "contact-mark@example.test",
  draft: "未审核记号庚",
} as const;
type Mark = keyof typeof marks;

const forRegistered: Mark[] = ["title", "registered"];
const named: Mark[] = [...forRegistered, "name", "contact"];
const everything = Object.keys(marks) as Mark[];

/** The most that a role may be shown anywhere. */
const allowed = {
  guest: [],
  alone: forRegistered,
  stranger: forRegistered,
  /** A meeting at a session named the owner, who comes there under its name; the need's pages do not. */
  met: [...forRegistered, "name"],
  refused: forRegistered,
  /** The notification that told it of the opening named the owner; pages name it no more. */
  revoked: [...forRegistered, "name"],
  asked: [...forRegistered],
  interested: forRegistered,
  opened: [...named, "terms"],
  accepted: [...named, "terms", "secret", "file"],
  partner: named,
  ownReader: everything,
  ownOwner: everything,
  organizer: named,
  administrator: named,
} satisfies Record<string, Mark[]>;
type Role = keyof typeof allowed;
const roles = Object.keys(allowed) as Role[];

const files = memoryStore();

let close: () => Promise<void>;
let services: Services;
const people = {} as Record<Role, MaybeViewer>;
const ids: Record<string, string> = {};

beforeAll(async () => {
  const market = await openMarket();
  close = () => market.close();
  services = { ...market.services, files };
  const owner = await createPerson(services, { name: `${marks.name}公司` });
  const organizer = await createPerson(services, { platformRole: "organizer" });
  Object.assign(people, {
    guest: null,
    alone: { ...(await createPerson(services)), memberships: [], active: null },
    ownOwner: owner,
    ownReader: await createPerson(services, {
      organisation: owner.active ?? undefined,
      role: "reader",
    }),
    organizer,
    administrator: await createPerson(services, { platformRole: "administrator" }),
  });
  for (const role of roles)
    people[role] ??= role === "guest" ? null : await createPerson(services, { kind: "university" });
  const partner = people.partner as Viewer;

  const result = await commands.createDraft(services, partner, "result", completeResult());
  const submitted = await commands.submit(services, partner, result.id);
  await approve(services, organizer, result.id, submitted.revision);
  const content = completeNeed({
    title: `高导热碳化硅陶瓷基板烧结工艺${marks.title}`,
    visibility: "anonymous",
    registeredDetails: marks.registered,
    contactEmail: marks.contact,
  });
  const need = await commands.createDraft(services, owner, "need", content);
  const { revision } = await commands.submit(services, owner, need.id);
  await approve(services, organizer, need.id, revision);
  for (const postId of [result.id, need.id]) await publishPost(services, postId);
  await saveSecret(services, owner, need.id, {
    confidential: marks.secret,
    extraTerms: marks.terms,
    revision: 0,
  });
  const pdf = Readable.from([Buffer.from(`%PDF-1.7\n${marks.file}`)]);
  await addAttachment(services, owner, need.id, { name: `${marks.file}.pdf`, content: pdf }, true);
  const [file] = await services.database
    .select()
    .from(attachment)
    .where(eq(attachment.postId, need.id));

  const organisationOf = (role: Role) => people[role]?.active?.organisationId ?? "";
  const message = "我们有相近的成果,希望了解贵方的工况。";
  const interestId = await expressInterest(services, partner, need.id, {
    message,
    ownPostId: result.id,
  });
  await decideInterest(services, owner, interestId, "accept");
  const waiting = await expressInterest(services, people.interested as Viewer, need.id, {
    message,
    ownPostId: null,
  });
  for (const role of ["asked", "refused", "revoked"] as const)
    await requestDisclosure(services, people[role] as Viewer, need.id, { message });
  const grants = await grantsOf(services, owner, need.id, { limit: 50 });
  const grantOf = (role: Role) =>
    grants.lines.find((one) => one.organisationId === organisationOf(role))?.id ?? "";
  await decideGrant(services, owner, grantOf("refused"), { action: "refuse", version: 1 });
  await decideGrant(services, owner, grantOf("revoked"), { action: "open", version: 1 });
  await decideGrant(services, owner, grantOf("revoked"), { action: "revoke", version: 2 });
  for (const role of ["opened", "accepted"] as const)
    await openTo(services, owner, need.id, organisationOf(role));
  const received = await receivedDisclosure(services, people.accepted as Viewer, need.id);
  await acceptTerms(services, people.accepted as Viewer, need.id, {
    agreed: "on",
    signerName: "测试签署人",
    termsHash: received.terms?.hash ?? "",
    version: received.grant?.version ?? 0,
  });
  /** The owner comes under its name and brings the anonymous need. */
  const sessionId = await openSession(services, organizer);
  const own = await attend(services, owner, sessionId, [need.id]);
  const guests: Partial<Record<Role, string>> = {};
  for (const role of ["met", "partner"] as const) {
    const viewer = people[role] as Viewer;
    const fromId = await attend(services, viewer, sessionId, role === "partner" ? [result.id] : []);
    guests[role] = fromId;
    await askToMeet(services, viewer, sessionId, { fromId, toId: own, message: "" });
    await askToMeet(services, owner, sessionId, { fromId: own, toId: fromId, message: "" });
  }
  await sessionTools(services, organizer).run(sessionId);
  const planned = await findSession(services, organizer, sessionId);
  await publishTimetable(services, organizer, sessionId, planned.version, "final");
  const [talk] = await services.database
    .select({ id: meeting.id })
    .from(meeting)
    .where(eq(meeting.participantId, guests.met ?? ""));
  const draft = { ...content, problem: `${content.problem}${marks.draft}` };
  const [now] = await services.database.select().from(post).where(eq(post.id, need.id));
  await commands.saveDraft(services, owner, "need", need.id, draft, now?.revision ?? 0);
  const [pass] = await services.database
    .select()
    .from(sessionParticipant)
    .where(eq(sessionParticipant.organisationId, organisationOf("met")));
  Object.assign(ids, {
    kinds: "needs",
    postId: need.id,
    needId: need.id,
    resultId: result.id,
    attachmentId: file?.id,
    interestId,
    waiting,
    sessionId,
    passKey: pass?.passKey,
    meetingId: talk?.id,
    organisationId: organisationOf("ownOwner"),
  });
});
afterAll(() => close());

const routes = routeAddresses.filter((file) => !(file in withoutDisclosure));

/** What is asked of a route: its own address, and those that could show more. */
const searches: Record<string, string[]> = {
  "/:kinds/:postId": ["", "?view=draft", "?as=guest", "?as=registered"],
  "/search": ["?q=碳化硅", `?q=${marks.secret}`, "?kind=need"],
  "/search/suggestions": ["?q=高导热", `?q=${marks.name}`],
};

const answerOf = (file: string, viewer: MaybeViewer, search: string): Promise<string> =>
  answerOfLoader(file, services, viewer, { search, params: ids });

const shownIn = (body: string): Mark[] => everything.filter((mark) => body.includes(marks[mark]));

describe("every role against every path", () => {
  it.each(routes)("%s shows nobody more than they may see", async (file) => {
    for (const role of roles)
      for (const search of searches[file] ?? [""]) {
        const body = (await answerOf(file, people[role], search)).replaceAll(
          encodeURIComponent(search),
          "",
        );
        const asked = everything.filter((mark) => search.includes(marks[mark]));
        const beyond = shownIn(body).filter(
          (mark) =>
            !(allowed[role] as Mark[]).includes(mark) &&
            !asked.includes(mark) &&
            !(mark === "name" && namesOrganisations.test(file)),
        );
        expect({ role, search, beyond }).toEqual({ role, search, beyond: [] });
      }
  });

  it("shows on the need's own pages what each may see, so that the marks are there to be found", async () => {
    const seen: Record<string, Mark[]> = {};
    for (const role of roles) {
      const bodies = await Promise.all([
        answerOf("/:kinds/:postId", people[role], ""),
        answerOf("/:kinds/:postId", people[role], "?view=draft"),
        answerOf("/:kinds/:postId/confidential", people[role], ""),
        answerOf("/attachments/:attachmentId", people[role], ""),
      ]);
      seen[role] = shownIn(bodies.join("\n"));
    }
    const expected = {
      ...allowed,
      accepted: allowed.accepted.filter((mark) => mark !== "terms"),
      revoked: forRegistered,
      met: forRegistered,
    };
    for (const role of roles)
      expect({ role, seen: seen[role]?.sort() }).toEqual({
        role,
        seen: [...expected[role]].sort(),
      });
  });

  it("never ties an anonymous need to the name its owner comes to a session under", async () => {
    for (const [file, named] of [
      ["/sessions/:sessionId", true],
      ["/sessions/:sessionId/meetings", true],
      ["/sessions/:sessionId/mine", true],
      ["/pass/:passKey", true],
      ["/sessions/:sessionId/meetings/:meetingId", true],
      ["/sessions/:sessionId/report", false],
      ["/sessions/:sessionId/registrations", false],
      ["/sessions/:sessionId/check-in", false],
      ["/sessions/:sessionId/board", false],
      ["/sessions/:sessionId/pairs", false],
      ["/sessions/:sessionId/timetable", false],
    ] as const) {
      const body = await answerOf(file, people.met, "");
      expect({ file, named: body.includes(marks.name) }).toEqual({ file, named });
      expect({ file, title: body.includes(marks.title) }).toEqual({ file, title: false });
      expect(body).not.toContain(ids.postId);
    }
  });

  it("lets into the need's live room who may see it, and into the deal's rooms its sides", async () => {
    for (const role of roles) {
      const viewer = people[role];
      if (viewer === null) continue;
      const joined = await mayJoin(services.database, viewer, `post:${ids.postId}`);
      expect({ role, joined }).toEqual({ role, joined: true });
      const interest = await mayJoin(services.database, viewer, `interest:${ids.interestId}`);
      const side = ["partner", "ownReader", "ownOwner"].includes(role);
      expect({ role, interest }).toEqual({ role, interest: side });
    }
  });
});
