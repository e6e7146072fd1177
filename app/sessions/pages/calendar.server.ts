import { createHash } from "node:crypto";
import contentDisposition from "content-disposition";
import type { TFunction } from "i18next";
import ical, { ICalAlarmType, ICalEventStatus, type ICalEventData } from "ical-generator";
import type { CalendarEntry } from "#app/sessions/calendar.server.ts";
import type { Language } from "#app/i18n/languages.ts";

/** Seconds after which calendar programs are asked to read an address again. */
const refreshAfter = 15 * 60;
/** Seconds before a meeting at which they remind of it. */
const remindBefore = 10 * 60;

interface Writing {
  name: string;
  origin: string;
  t: TFunction;
  language: Language;
}

/**
 * Writes entries as an iCalendar file (RFC 5545) with its times in UTC. The same
 * entries give the same bytes, so that a reader who has them already is told so.
 */
export function writeCalendar(entries: CalendarEntry[], writing: Writing): string {
  return ical({
    name: writing.name,
    prodId: { company: "Duijie", product: "Matchmaking sessions", language: "ZH" },
    ttl: refreshAfter,
    events: entries.map((entry) => eventOf(entry, writing)),
  }).toString();
}

function eventOf(entry: CalendarEntry, { origin, t, language }: Writing): ICalEventData {
  const { id, kind, sequence, startsAt, endsAt, changedAt, cancelled } = entry;
  const title =
    language === "en" && entry.sessionTitleEn !== "" ? entry.sessionTitleEn : entry.sessionTitle;
  const page = `${origin}/sessions/${entry.sessionId}`;
  return {
    id: `${kind}-${id}@${new URL(origin).hostname}`,
    sequence,
    start: startsAt,
    end: endsAt,
    stamp: changedAt,
    lastModified: changedAt,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    summary: summaryOf(entry, title, t),
    location: locationOf(entry, t),
    description: descriptionOf(entry, title, page),
    url: entry.kind === "meeting" && entry.link !== "" ? entry.link : page,
    alarms:
      entry.kind === "meeting" && !cancelled
        ? [{ type: ICalAlarmType.display, triggerBefore: remindBefore }]
        : [],
  };
}

function summaryOf(entry: CalendarEntry, title: string, t: TFunction): string {
  switch (entry.kind) {
    case "meeting":
      return t("sessionFiles:calendar.meeting", {
        name: entry.partnerName,
        organisation: entry.partnerOrganisation,
      });
    case "programme":
      return entry.title;
    case "session":
      return title;
  }
}

function locationOf(entry: CalendarEntry, t: TFunction): string {
  const parts = (() => {
    switch (entry.kind) {
      case "meeting":
        return entry.link === ""
          ? [
              t("sessionFiles:calendar.table", {
                table: [entry.hall, entry.tableName].filter((part) => part !== "").join(" "),
              }),
              entry.place,
            ]
          : [entry.link];
      case "programme":
        return [entry.room, entry.place];
      case "session":
        return [entry.place];
    }
  })();
  return parts.filter((part) => part !== "").join(", ");
}

function descriptionOf(entry: CalendarEntry, title: string, page: string): string {
  const lines = (() => {
    switch (entry.kind) {
      case "meeting":
        return [
          title,
          [entry.partnerName, entry.partnerPosition, entry.partnerOrganisation]
            .filter((part) => part !== "")
            .join(" · "),
          entry.link,
        ];
      case "programme":
        return [
          title,
          ...entry.speakers.map(({ name, organisation, title: post }) =>
            [name, organisation, post].filter((part) => part !== "").join(" · "),
          ),
          entry.description,
        ];
      case "session":
        return [entry.summary];
    }
  })();
  return [...lines, page].filter((line) => line !== "").join("\n");
}

/**
 * Answers a calendar, or 304 to a reader who has just that. Calendars with a secret
 * address are for one reader only.
 */
export function calendarResponse(
  request: Request,
  body: string,
  { fileName, secret }: { fileName: string; secret: boolean },
): Response {
  const tag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
  const headers = {
    ETag: tag,
    "Cache-Control": secret ? "private, no-cache" : "no-cache",
    ...(secret ? { "X-Robots-Tag": "noindex" } : {}),
  };
  const known = (request.headers.get("If-None-Match") ?? "").split(/\s*,\s*/);
  if (known.some((one) => one.replace(/^W\//, "") === tag))
    return new Response(null, { status: 304, headers });
  return new Response(body, {
    headers: {
      ...headers,
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": contentDisposition(fileName, { type: "inline" }),
    },
  });
}
