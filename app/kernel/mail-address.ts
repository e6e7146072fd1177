import { z } from "zod";
import { readAddress, type AddressProblem } from "#app/text/addresses.ts";

const errors: Record<AddressProblem, string> = {
  none: "email",
  local: "emailLocal",
  ending: "emailEnding",
};

/**
 * A mail address, kept in the one form that is its key: two ways to type the same address
 * are one person and one account.
 */
export const mailAddress = z
  .string()
  .overwrite(keyOfAddress)
  .check(({ value, issues }) => {
    const message = wrongWith(value);
    if (message !== null) issues.push({ code: "custom", message, input: value, continue: true });
  });

function wrongWith(typed: string): string | null {
  if (typed === "") return "required";
  const reading = readAddress(typed);
  return "problem" in reading ? errors[reading.problem] : null;
}

/** The one key of an address, however it was typed or kept before; of what is none, what was typed. */
export function keyOfAddress(typed: string): string {
  const reading = readAddress(typed);
  return "address" in reading ? reading.address : typed.trim().toLowerCase();
}
