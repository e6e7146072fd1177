import type { TFunction } from "i18next";
import type { z } from "zod";
import { notificationGroups, type MailChoice, type NotificationGroup } from "#app/codes/codes.ts";
import type { Format } from "#app/i18n/format.ts";

/** By which ways news reaches a person. */
export interface Channels {
  inProduct: boolean;
  mail: MailChoice;
}

/** Kinds of news that a person chooses the channels of together. */
export interface NewsGroup {
  name: NotificationGroup;
  title: (t: TFunction) => string;
  /** What holds for a person who chose nothing. */
  defaults: Channels;
  /** What cannot be turned off. */
  mandatory?: { inProduct: true; mail?: true };
}

/** A piece of news as a person reads it: what happened, why it concerns them, and where it leads. */
export interface NewsWords {
  title: string;
  lines: string[];
  /** A path of the product. */
  href: string;
}

/** The language that news is said in. */
export interface Speech {
  t: TFunction;
  format: Format;
}

/** A kind of news as its room declares it. */
interface NewsDeclaration<Payload extends Record<string, unknown>> {
  /** As it is stored; unlike that of any other kind. */
  name: string;
  group: NewsGroup;
  payload: z.ZodType<Payload>;
  /** It gathers for itself, so that a daily mail does not hold it another day. */
  isDigest?: true;
  /** Lines without text are left out. */
  words: (payload: Payload, speech: Speech) => { title: string; lines?: string[]; href: string };
  /** What its reader asked to hear of, as `word:id`; a mail about one of them alone can stop that one. */
  subscriptions?: (payload: Payload) => `${string}:${string}`[];
}

/** A kind of news: what notifications know of it. */
export interface NewsKind<Payload extends Record<string, unknown> = Record<string, unknown>> {
  name: string;
  group: NewsGroup;
  isDigest: boolean;
  payload: z.ZodType<Payload>;
  /** Null for a payload that this version does not know. */
  say: (payload: unknown, speech: Speech) => NewsWords | null;
  subscriptions: (payload: unknown) => `${string}:${string}`[];
}

/** What a line of this kind of news says. */
export type PayloadOf<Kind extends NewsKind> = z.output<Kind["payload"]>;

/** Declares a kind of news. */
export function newsKind<Payload extends Record<string, unknown>>(
  declared: NewsDeclaration<Payload>,
): NewsKind<Payload> {
  const { name, group, payload: schema, isDigest = false, words, subscriptions } = declared;
  return {
    name,
    group,
    isDigest,
    payload: schema,
    say: (payload, speech) => {
      const parsed = schema.safeParse(payload);
      if (!parsed.success) return null;
      const { title, lines = [], href } = words(parsed.data, speech);
      return { title, lines: lines.filter((line) => line !== ""), href };
    },
    subscriptions: (payload) => {
      const parsed = schema.safeParse(payload);
      return parsed.success && subscriptions ? subscriptions(parsed.data) : [];
    },
  };
}

/** All kinds of news of the product. */
export interface News {
  /** In the order of their names. */
  groups: readonly NewsGroup[];
  kinds: readonly NewsKind[];
  /** Undefined for a kind that this version does not know. */
  kind: (name: string) => NewsKind | undefined;
  /** The names of the kinds of a group. */
  kindsOf: (group: NotificationGroup) => string[];
}

/** Puts the news of all rooms together. @throws Error when two kinds have the same name */
export function newsOf(rooms: readonly Record<string, NewsKind>[]): News {
  const kinds = rooms.flatMap((room) => Object.values(room));
  const groups = kinds.map(({ group }) => group);
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  if (byName.size < kinds.length) throw new Error("two kinds of news have the same name");
  return {
    groups: notificationGroups.flatMap((name) => groups.find((group) => group.name === name) ?? []),
    kinds,
    kind: (name) => byName.get(name),
    kindsOf: (group) => kinds.filter((kind) => kind.group.name === group).map(({ name }) => name),
  };
}
