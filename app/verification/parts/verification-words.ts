import type { TFunction } from "i18next";
import type { Tone } from "#app/ui/parts.tsx";
import type { CodeCheck, VerificationView } from "#app/verification/queries.server.ts";
import { codeName } from "#app/i18n/codes.ts";
import type { VerificationState } from "#app/codes/states.ts";

export const stateTone: Record<VerificationState, Tone | undefined> = {
  none: undefined,
  submitted: "info",
  returned: "warning",
  verified: "success",
  lapsed: "warning",
  revoked: "danger",
};

export const toneOfCheck: Record<CodeCheck, Tone> = {
  right: "success",
  wrong: "warning",
  organisationWrong: "warning",
  foreign: "info",
};

/** The country of a register in words. */
export const countryName = (t: TFunction, country: string): string =>
  country === "CN" ? t("trust:verification.china") : codeName(t, "regions", country);

/** What an organisation is known by, as names and values. */
export const codeFacts = (
  t: TFunction,
  given: Pick<VerificationView, "country" | "code" | "register" | "name" | "note">,
): [string, string][] => [
  [t("trust:verification.name"), given.name],
  [t("trust:verification.country"), countryName(t, given.country)],
  [
    given.country === "CN" ? t("trust:verification.code") : t("trust:verification.foreignCode"),
    given.code,
  ],
  [t("trust:verification.register"), given.register],
  [t("trust:verification.note"), given.note],
];

/** The steps of a verification in words. */
export const stepWords = (t: TFunction, log: VerificationView["log"]) =>
  log.map(({ id, action, actorName, at }) => ({
    id,
    words: t(`trust:verification.step.${action as "verification_submit"}`),
    actor: actorName ?? t("trust:verification.system"),
    at,
  }));
