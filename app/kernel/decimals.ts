import Decimal from "decimal.js";

/**
 * A number as it was typed, or null where it is none. Rules across the fields of a form
 * also meet what a rule of one field has refused already.
 */
export const decimalIn = (typed: string | null): Decimal | null =>
  typed !== null && /^-?\d+(\.\d+)?(e-?\d+)?$/i.test(typed) ? new Decimal(typed) : null;
