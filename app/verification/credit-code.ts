import { written } from "#app/text/characters.ts";

/**
 * The unified social credit code (统一社会信用代码) of GB 32100-2015 and the
 * organisation code (组织机构代码) of GB 11714-1997 that stands in it.
 *
 * 18 characters: registering authority (1), category (1), division code of the
 * register's seat (6, GB/T 2260), organisation code (9), check character (1).
 */

/** The 31 characters of GB 32100-2015, each worth its place; I, O, S, V and Z are left out. */
const characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** GB 32100-2015: the weight of place i is 3^(i-1) modulo 31. */
const codeWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** GB 11714-1997. */
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

const form = /^[1-9ANY][0-9A-HJ-NP-RTUWXY]\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/;

/** As it is kept: capital letters of half width, without spaces and hyphens. */
export const normaliseCode = (typed: string): string =>
  written(typed).normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();

const sum = (text: string, weights: number[], worth: (character: string) => number): number =>
  weights.reduce((total, weight, place) => total + weight * worth(text.charAt(place)), 0);

/**
 * The check character that belongs to the first 17 characters of a unified
 * social credit code (GB 32100-2015).
 */
export function creditCheckCharacter(first17: string): string {
  const rest = sum(first17, codeWeights, (character) => characters.indexOf(character)) % 31;
  return characters.charAt((31 - rest) % 31);
}

/**
 * The check character of the first 8 characters of an organisation code
 * (GB 11714-1997): letters are worth 10 to 35; 10 is written X and 11 is 0.
 */
export function organisationCheckCharacter(first8: string): string {
  const rest = sum(first8, organisationWeights, (character) => parseInt(character, 36)) % 11;
  const check = (11 - rest) % 11;
  return check === 10 ? "X" : String(check);
}

/** What is wrong with a code; keys of the translation namespace "errors". */
export type CreditCodeProblem = "creditCodeLength" | "creditCodeForm" | "creditCodeCheck";

/** Why a normalised code is none; null when it is one. */
export function creditCodeProblem(code: string): CreditCodeProblem | null {
  if (code.length !== 18) return "creditCodeLength";
  if (!form.test(code)) return "creditCodeForm";
  return creditCheckCharacter(code.slice(0, 17)) === code.charAt(17) ? null : "creditCodeCheck";
}

/**
 * Whether the organisation code inside carries its own check character. Some
 * registers have issued codes that do not, so it is told to the organizer who
 * compares with the licence and refuses nothing.
 */
export const hasOrganisationCheck = (code: string): boolean =>
  organisationCheckCharacter(code.slice(8, 16)) === code.charAt(16);
