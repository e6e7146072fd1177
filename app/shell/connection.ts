import { noteRequestNumber } from "./request-number.ts";
import { createPatientFetch, type Connection } from "#app/http/patient-fetch.ts";

const inBrowser = typeof document !== "undefined";
const patient = inBrowser
  ? createPatientFetch(window.fetch.bind(window), window.location.origin)
  : null;
const well: Connection = { state: "well" };

/**
 * From now on the page's own requests wait out a server whose database is away, and the
 * error page knows the number of one that failed.
 */
export function startWaiting(): void {
  if (!patient) return;
  window.fetch = async (...asked) => {
    const answer = await patient.fetch(...asked);
    if (answer.status >= 500) noteRequestNumber(answer);
    return answer;
  };
}

/** How the page stands with its server; for useSyncExternalStore. */
export const connectionStore = {
  subscribe: (onChange: () => void) => patient?.subscribe(onChange) ?? (() => {}),
  now: (): Connection => patient?.connection() ?? well,
  onServer: (): Connection => well,
};
