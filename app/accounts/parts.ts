import type { Limits } from "#app/kernel/limits.server.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Auth } from "./auth.server.ts";
import type { SignInPauses } from "./sign-in-pauses.server.ts";

/** What the commands about accounts work with. */
export interface AccountParts {
  services: Services;
  auth: Auth;
  limits: Limits;
  pauses: SignInPauses;
  /** The mail address that becomes the first administrator, if the operator named one. */
  firstAdministrator: string | undefined;
}

/** It was tried too often: in so many seconds it may be tried again. */
export interface TooOften {
  kind: "tooOften";
  seconds: number;
}

export const tooOften = (seconds: number): TooOften => ({ kind: "tooOften", seconds });
