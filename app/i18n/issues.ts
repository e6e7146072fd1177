import type { TFunction } from "i18next";
import type { z } from "zod";
import { errors } from "#app/i18n/zh-CN/errors.ts";

type Issue = z.core.$ZodIssue;
type ErrorKey = keyof typeof errors;
type Values = Record<string, unknown>;

const isErrorKey = (message: string): message is ErrorKey => Object.hasOwn(errors, message);

/** Zod leaves the value out of an issue; that it was absent is said in the default message only. */
const isAbsent = (issue: Issue): boolean => issue.message.endsWith("received undefined");

const formatKeys: Partial<Record<string, ErrorKey>> = {
  email: "email",
  url: "url",
  date: "date",
  datetime: "date",
};

function tooBig({ origin }: z.core.$ZodIssueTooBig): ErrorKey {
  if (origin === "string") return "tooLong";
  return origin === "array" || origin === "set" ? "tooMany" : "numberTooLarge";
}

function tooSmall({ origin, minimum }: z.core.$ZodIssueTooSmall): ErrorKey {
  const length = origin === "string" || origin === "array" || origin === "set";
  if (length && minimum === 1) return "required";
  if (origin === "string") return "tooShort";
  return length ? "tooFew" : "numberTooSmall";
}

function keyOf(issue: Issue): ErrorKey {
  if (isErrorKey(issue.message)) return issue.message;
  switch (issue.code) {
    case "too_big":
      return tooBig(issue);
    case "too_small":
      return tooSmall(issue);
    case "invalid_value":
      return "invalidChoice";
    case "invalid_type":
      if (isAbsent(issue)) return "required";
      return issue.expected === "number" ? "number" : "invalid";
    case "invalid_format":
      return formatKeys[issue.format] ?? "invalid";
    default:
      return "invalid";
  }
}

function valuesOf(issue: Issue): Values {
  if (issue.code === "too_big") return { max: Number(issue.maximum) };
  if (issue.code === "too_small") return { min: Number(issue.minimum) };
  return issue.code === "custom" ? (issue.params ?? {}) : {};
}

/** A text of the namespace "errors" by a key that is known only when the program runs. */
export function errorText(t: TFunction, key: string, values: Values = {}): string {
  const known: ErrorKey = isErrorKey(key) ? key : "unexpected";
  const translate = t as (key: string, values: Values) => string;
  return translate(`errors:${known}`, values);
}

/**
 * What is wrong, in the person's language. A schema may give a key of the
 * namespace "errors" as its message, with values in `params`; every other
 * issue is described by its code.
 */
export function issueMessage(issue: Issue, t: TFunction): string {
  return errorText(t, keyOf(issue), valuesOf(issue));
}

/** For `formatError` of Conform's parseForm, in the browser and on the server. */
export const formatIssues =
  (t: TFunction) =>
  (issues: Issue[]): string[] => [...new Set(issues.map((issue) => issueMessage(issue, t)))];
