import type { JobName } from "./job-payloads.ts";

/** One try of a job. */
export interface JobRun {
  /** The same at each try. */
  id: string;
  /** 1 is the first. */
  attempt: number;
}

/** A failure that trying again would not mend: the job is given up at once. */
export class FinalFailure extends Error {
  override name = "FinalFailure";
}

/** What is told of a try that went wrong. */
export interface JobFailure extends JobRun {
  job: JobName;
  error: unknown;
  /** Seconds until the next try; null when the job was given up. */
  nextInSeconds: number | null;
}
