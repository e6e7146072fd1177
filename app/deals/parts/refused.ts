/** A form of a deal's page that was not done: what to say beside which field, and what had been typed. */
export interface DealRefused {
  /** Which form of the page it is. */
  form: string;
  /** By field; "form" is for the form as a whole. */
  errors: Record<string, string[]>;
  values: Record<string, string>;
  /** Somebody changed the same thing meanwhile. */
  conflict: boolean;
  /** Seconds until it may be tried again, where it was tried too often. */
  wait?: number;
}

/** The refusal, when it is of this form. */
export const refusalOf = (
  refused: DealRefused | undefined | null,
  form: string,
): DealRefused | undefined => (refused?.form === form ? refused : undefined);
