import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { saveSearch } from "#app/alerts/commands.server.ts";
import { tellFinds } from "#app/alerts/tell.server.ts";
import { addAttachment } from "#app/posts/attachments.server.ts";
import { blockOrganisation, unblockOrganisation } from "#app/blocks/blocks.server.ts";
import { sendMessage } from "#app/deals/thread.server.ts";
import { grantsOf } from "#app/disclosure/grant-views.server.ts";
import { decideGrant, requestDisclosure } from "#app/disclosure/grants.server.ts";
import { saveSecret } from "#app/posts/disclosure/secret.server.ts";
import { decideInterest, expressInterest } from "#app/interests/commands.server.ts";
import { refreshMatches } from "#app/matching/refresh.server.ts";
import { mailNotifications } from "#app/notifications/mail.server.ts";
import { changeProfile } from "#app/organisations/commands.server.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { addDays, startOfDay } from "#app/kernel/dates.ts";
import { readSearchParameters } from "#app/search/request.ts";
import { indexOrganisation } from "#app/search/index.server.ts";
import type { Services } from "#app/kernel/services.ts";
import { findSession } from "#app/sessions/queries.server.ts";
import { publishTimetable } from "#app/sessions/meetings/timetable/timetable.server.ts";
import { askToMeet } from "#app/sessions/meetings/wishes.server.ts";
import type { MaybeViewer, Viewer } from "#app/kernel/viewer.ts";
import { eventChannel, listen } from "#db/listener.ts";
import { attachment } from "#db/schema/index.ts";
import { realtimeEvent, type Room } from "#realtime/events.ts";
import { mayJoin } from "#app/server/live-rooms.ts";
import { memoryStore } from "./files.ts";
import { completeNeed, completeResult, createPerson, dealOf, openMarket } from "./market.ts";
import { publishedPost, type Content } from "./posts.ts";
import { attend, openSession, sessionTools } from "./sessions.ts";
import type { Region } from "#app/codes/codes.ts";

/** The two enterprises of which one posted the anonymous need. */
export const suspects = ["first", "second"] as const;
export type Suspect = (typeof suspects)[number];

/** Those to whom nothing may tell which one it was. */
export const observers = [
  "guest",
  "alone",
  "competitor",
  /** Blocks the first, and has had to do with both. */
  "university",
  /** Blocks the second. */
  "institute",
  /** Waits for an answer, having blocked the first before and the second after it asked. */
  "interested",
  "declined",
  "asked",
  "refused",
  /** Both enterprises block it. */
  "blocked",
  /** Meets both at a session. */
  "met",
] as const;
export type Observer = (typeof observers)[number];

export interface World {
  services: Services;
  viewers: Record<Observer, MaybeViewer>;
  /** Parameters of addresses. */
  ids: Record<string, string>;
  organisations: Record<Suspect, string>;
  /** An answer without what differs from run to run: ids, names and moments by what they stand for. */
  told: (answer: string) => string;
  /** What the sockets of an observer received, in order. */
  eventsOf: (observer: Observer) => Promise<string[]>;
  mailsOf: (observer: Observer) => Promise<string[]>;
  close: () => Promise<void>;
}

/** How many posts a world has. */
const publications = 9;

const about = { message: "我们有相近的成果，希望了解贵方的工况。", ownPostId: null };
export const anonymousTitle = "匿名记号：高导热碳化硅陶瓷基板低翘曲烧结";
const titles = {
  needs: { first: "碳化硅陶瓷基板金属化", second: "碳化硅陶瓷基板激光划片" },
  results: { first: "碳化硅陶瓷基板烧结炉温场控制", second: "碳化硅陶瓷基板翘曲在线检测" },
};

/**
 * A market in which one of two enterprises posted an anonymous need, with all that
 * people do about it; the same steps in the same order whichever one it was.
 */
export async function openWorld(owner: Suspect): Promise<World> {
  const market = await openMarket();
  const files = memoryStore();
  /** Goes on by a day with each publication, so that what is sorted or scored by moments hangs on no speed. */
  let clock = addDays(startOfDay(new Date()), -publications);
  const services: Services = { ...market.services, files, now: () => clock };
  const { database } = services;
  const events: { event: string; rooms: Room[]; data: unknown }[] = [];
  const listener = await listen(
    market.test.url,
    { [eventChannel]: (text) => void events.push(realtimeEvent.parse(JSON.parse(text))) },
    () => {},
  );

  const enterprise = (name: string, region: Region) => createPerson(services, { name, region });
  const first = await enterprise("甲方精密陶瓷公司", "3201");
  const second = await enterprise("乙方功率器件公司", "3202");
  const competitor = await enterprise("丙方材料公司", "3203");
  for (const region of ["3204", "3206"] as const) await enterprise(`其他公司${region}`, region);
  const organizer = await createPerson(services, { platformRole: "organizer", name: "丑主管部门" });
  const names: Partial<Record<Observer, string>> = {
    university: "丁大学",
    institute: "戊研究所",
    interested: "己大学",
    declined: "庚大学",
    asked: "辛大学",
    refused: "壬大学",
    blocked: "癸大学",
    met: "子大学",
  };
  const viewers = { guest: null, competitor } as Record<Observer, MaybeViewer>;
  viewers.alone = {
    ...(await createPerson(services, { name: "寅公司", region: "31" })),
    memberships: [],
    active: null,
  };
  for (const observer of observers)
    viewers[observer] ??=
      observer === "guest"
        ? null
        : await createPerson(services, { kind: "university", name: names[observer] });
  const is = (observer: Observer): Viewer => {
    const viewer = viewers[observer];
    if (!viewer) throw new Error(`${observer} is a guest`);
    return viewer;
  };
  const people = { first, second };
  const owning = people[owner];
  const organisationOf = (viewer: Viewer) => viewer.active?.organisationId ?? "";
  const block = (by: Viewer, whom: Viewer) =>
    blockOrganisation(services, by, organisationOf(whom), { note: "" });

  const published = (...given: [Viewer, "need" | "result", Content]): Promise<string> => {
    clock = addDays(clock, 1);
    return publishedPost(services, organizer, ...given);
  };
  const ids: Record<string, string> = { kinds: "needs" };
  for (const suspect of suspects) {
    const [need, result] = [titles.needs[suspect], titles.results[suspect]];
    ids[`${suspect}Need`] = await published(
      people[suspect],
      "need",
      completeNeed({ title: need, problem: `${need}，成品率低，界面结合力不足。` }),
    );
    ids[`${suspect}Result`] = await published(
      people[suspect],
      "result",
      completeResult({ title: result, abstract: `${result}，用于高导热碳化硅陶瓷基板烧结。` }),
    );
  }
  ids.competitorNeed = await published(
    competitor,
    "need",
    completeNeed({ title: "碳化硅陶瓷基板导热率测试", problem: "测试重复性差，与烧结工艺相关。" }),
  );
  for (const [observer, title] of [
    ["university", "低翘曲高导热碳化硅陶瓷基板制备技术"],
    ["institute", "碳化硅陶瓷基板液相烧结助剂"],
    ["blocked", "碳化硅陶瓷流延成型与烧结"],
  ] as const)
    ids[`${observer}Result`] = await published(
      is(observer),
      "result",
      completeResult({ title, abstract: `${title}，导热率高，翘曲小。` }),
    );
  ids.resultId = ids.universityResult ?? "";
  /** What they had to do with the named posts of both would move a score if it were counted. */
  for (const suspect of suspects) {
    await block(people[suspect], is("blocked"));
    const id = await expressInterest(
      services,
      is("university"),
      ids[`${suspect}Need`] ?? "",
      about,
    );
    await decideInterest(services, people[suspect], id, "accept");
  }
  const search = (viewer: Viewer, words: string) =>
    saveSearch(services, viewer, readSearchParameters(new URLSearchParams({ q: words })), {
      name: words,
      frequency: "immediate",
    });
  for (const observer of ["competitor", "university", "institute", "alone", "blocked"] as const)
    await search(is(observer), "碳化硅");
  await block(is("university"), first);
  await block(is("institute"), second);
  await block(is("interested"), first);

  const content = completeNeed({ title: anonymousTitle, visibility: "anonymous" });
  const needId = await published(owning, "need", content);
  ids.postId = ids.needId = needId;
  await saveSecret(services, owning, needId, {
    confidential: "工艺曲线",
    extraTerms: "",
    revision: 0,
  });
  for (const [name, isSecret] of [
    ["工况.pdf", false],
    ["图纸.pdf", true],
  ] as const) {
    const pdf = Readable.from([Buffer.from("%PDF-1.7\n")]);
    await addAttachment(services, owning, needId, { name, content: pdf }, isSecret);
  }
  const [file] = await database.select().from(attachment).where(eq(attachment.confidential, false));
  ids.attachmentId = file?.id ?? "";
  await tellFinds(services);

  const say = async (by: Viewer, interestId: string, body: string) =>
    sendMessage(services, by, await dealOf(services, interestId), {
      body,
      clientKey: crypto.randomUUID(),
    });
  for (const observer of ["interested", "declined", "blocked", "institute"] as const) {
    const id = await expressInterest(services, is(observer), needId, about);
    ids[`${observer}Interest`] = id;
    ids[`${observer}Deal`] = await dealOf(services, id);
    await say(is(observer), id, "请问现在的工艺温度是多少？");
  }
  ids.interestId = ids.interestedInterest ?? "";
  ids.dealId = ids.interestedDeal ?? "";
  for (const observer of ["interested", "declined"] as const)
    await say(owning, ids[`${observer}Interest`] ?? "", "一千八百度左右。");
  await block(is("interested"), second);
  await say(is("interested"), ids.interestId, "还有别的要求吗？");
  await say(owning, ids.interestId, "暂时没有。");
  await decideInterest(services, owning, ids.declinedInterest ?? "", "decline", {
    reason: "other",
    note: "",
  });
  for (const observer of ["asked", "refused"] as const)
    await requestDisclosure(services, is(observer), needId, { message: about.message });
  const grants = await grantsOf(services, owning, needId, { limit: 10 });
  const toRefuse = grants.lines.find((one) => one.organisationId === organisationOf(is("refused")));
  await decideGrant(services, owning, toRefuse?.id ?? "", { action: "refuse", version: 1 });

  /** Blocks come and go, an organisation changes: nothing of the need may move with it. */
  await unblockOrganisation(services, is("university"), organisationOf(first));
  await refreshMatches(services);
  await block(is("university"), first);
  await block(is("competitor"), first);
  for (const suspect of suspects) {
    const { name } = people[suspect].active ?? { name: "" };
    await changeProfile(services, people[suspect], {
      ...{ name, nameEn: "", kind: "enterprise", profile: "陶瓷", website: "" },
      region: "3205",
    });
    await indexOrganisation(services, organisationOf(people[suspect]));
  }
  for (const id of [needId, ids.universityResult, ids.instituteResult])
    await publishPost(services, id ?? "");
  for (const suspect of suspects) await publishPost(services, ids[`${suspect}Result`] ?? "");

  const sessionId = await openSession(services, organizer);
  ids.sessionId = sessionId;
  const met = await attend(services, is("met"), sessionId);
  for (const suspect of suspects) {
    const brought = [ids[`${suspect}Need`] ?? "", ...(suspect === owner ? [needId] : [])];
    const own = await attend(services, people[suspect], sessionId, brought);
    await askToMeet(services, is("met"), sessionId, { fromId: met, toId: own, message: "" });
    await askToMeet(services, people[suspect], sessionId, { fromId: own, toId: met, message: "" });
  }
  await sessionTools(services, organizer).run(sessionId);
  const planned = await findSession(services, organizer, sessionId);
  await publishTimetable(services, organizer, sessionId, planned.version, "final");
  clock = addDays(clock, 2);
  await mailNotifications(services);

  const known = new Map<string, string>();
  for (const [name, id] of Object.entries(ids)) if (name !== "kinds") known.set(id, `<${name}>`);
  for (const [name, viewer] of [...Object.entries({ ...viewers, ...people, organizer })])
    if (viewer) {
      known.set(viewer.userId, `<person ${name}>`);
      known.set(viewer.name, `<name of ${name}>`);
      known.set(viewer.email, `<mail of ${name}>`);
      if (viewer.active) known.set(organisationOf(viewer), `<organisation ${name}>`);
    }
  const told = (answer: string): string => {
    const others = new Map<string, string>();
    // Lines of calendars are folded wherever they are long.
    let text = answer.replaceAll(/\r\n[ \t]/g, "");
    for (const [secret, name] of known) text = text.replaceAll(secret, name);
    return (
      text
        .replaceAll(uuid, (id) => {
          if (!others.has(id)) others.set(id, `<id ${others.size}>`);
          return others.get(id) ?? id;
        })
        .replaceAll(instant, "<moment>")
        .replaceAll(/\b\d{8}T\d{6}Z/g, "<moment>")
        // A form's token binds the reader and the page, and is signed.
        .replaceAll(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, "<token>")
        .replaceAll(passKey, "<pass>")
    );
  };
  return {
    services,
    viewers,
    ids,
    organisations: { first: organisationOf(first), second: organisationOf(second) },
    told,
    eventsOf: async (observer) => {
      const viewer = viewers[observer];
      const rooms = new Set(events.flatMap((event) => event.rooms));
      const joined = new Set<Room>();
      for (const room of rooms)
        if (viewer && (await mayJoin(database, viewer, room))) joined.add(room);
      return events
        .filter((event) => event.rooms.some((room) => joined.has(room)))
        .map(({ event, data }) => told(JSON.stringify({ event, data })));
    },
    mailsOf: async (observer) => {
      const { rows } = await market.test.pool.query<{ data: unknown }>(
        `SELECT data - 'unsubscribeUrl' AS data FROM pgboss.job
         WHERE name = 'mail.send' AND data ->> 'to' = $1 ORDER BY data ->> 'subject', data::text`,
        [viewers[observer]?.email ?? ""],
      );
      return rows.map(({ data }) => told(JSON.stringify(data)).replaceAll(token, "<token>"));
    },
    close: async () => {
      await listener.close();
      await market.close();
    },
  };
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const instant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)|\b1[789]\d{8}(\d{3})?\b/g;
const passKey = /(?<=passKey":"|pass\/)[\w-]{32}/g;
const token = /unsubscribe\/[\w-]+/g;
