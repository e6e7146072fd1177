/**
 * What can go wrong for a reason that a person should be told. The code is a
 * key of the translation namespace "errors"; pages turn it into a status.
 */
export const refusalStatus = {
  signInRequired: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  illegalStep: 409,
  alreadyInterested: 409,
  alreadyMember: 409,
  incomplete: 422,
  ownPost: 422,
  fileTooLarge: 413,
  fileType: 415,
  tooManyFiles: 422,
  fileEmpty: 422,
  fileMissing: 422,
  fileUnreadable: 422,
  /** A form of a need or result as a document: no document, the form of the other kind, or none that is known. */
  notADocument: 415,
  otherForm: 422,
  unknownForm: 422,
  titleMissing: 422,
  oneFile: 422,
  /** The connection or the form broke off before the file was whole. */
  uploadBroken: 400,
  /** What came is no form with a file, or not as our pages send it. */
  uploadForm: 400,
  /** A record names a file that is no longer in the store. */
  fileGone: 404,
  /** The store of files does not answer, or has no room. */
  filesAway: 503,
  slotsOverlap: 422,
  tooManySlots: 422,
  tooManyTables: 422,
  noneFits: 422,
  noSuchTime: 422,
  registrationOver: 422,
  sessionFull: 422,
  standingMeetings: 422,
  timetableRunning: 409,
  pairForbidden: 422,
  wishesClosed: 422,
  wishDeclined: 422,
  slotTaken: 409,
  meetingLimit: 409,
  notYetBegun: 409,
  deadlinePassed: 409,
  challengeExists: 409,
  needNotOpen: 422,
  wasNamed: 422,
  conflictOfInterest: 422,
  reviewsMissing: 422,
  alreadyAssigned: 409,
  notAssignable: 422,
  brokerTaken: 409,
  notABroker: 422,
  contractExists: 409,
  dayAhead: 422,
  dayBeforeSignature: 422,
  registrationNumberTaken: 422,
  contractChecksFail: 422,
  milestonesOpen: 422,
  milestoneStarted: 422,
  nothingChanged: 422,
  amendmentOpen: 409,
  codeTaken: 409,
  noDocument: 422,
  alreadyReported: 409,
  notPossible: 409,
  rateLimited: 429,
} as const;
export type RefusalCode = keyof typeof refusalStatus;

/** A command or query that refuses; nothing was changed. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly status: number;
  constructor(
    readonly code: RefusalCode,
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.status = refusalStatus[code];
  }
}

/** Whether an error is a refusal, also when it comes from another copy of this module. */
export const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && error.name === "Refusal";
