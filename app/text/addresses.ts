import { writtenLine } from "./characters.ts";

/**
 * Why a text is no address that mail goes to: it is none at all, it has characters before
 * the @ that not every server of mail takes, or its domain ends in one of another script
 * (.公司), which the library of accounts takes for none.
 */
export type AddressProblem = "none" | "local" | "ending";

const longest = 200;
const local = /^(?!\.)(?!.*\.\.)[\w'+.-]*[\w+-]$/;
const label = /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/;

/**
 * A mail address as people type it, in the one form that is its key: small letters, its
 * domain in ASCII (a@MÜNCHEN.de is a@xn--mnchen-3ya.de), without what full width, Chinese
 * keyboards and copies of pages bring along.
 */
export function readAddress(typed: string): { address: string } | { problem: AddressProblem } {
  if (typed.length > 2 * longest) return { problem: "none" };
  const text = writtenLine(typed)
    .normalize("NFKC")
    .replace(/^<(.*)>$/, "$1");
  const [, name = "", host = ""] = /^([^@\s]+)@([^@\s]+)$/u.exec(text) ?? [];
  const domain = asciiDomain(host.replace(/[。｡]/g, "."));
  if (name === "" || domain === null) return { problem: "none" };
  if (!local.test(name)) return { problem: "local" };
  if (!/\.[a-z]{2,}$/.test(domain)) return { problem: /\.xn--/.test(domain) ? "ending" : "none" };
  const address = `${name}@${domain}`.toLowerCase();
  return address.length > longest ? { problem: "none" } : { address };
}

/** The domain as DNS has it; null for what is none. */
function asciiDomain(host: string): string | null {
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(host)) return null;
  const domain = hostnameOf(host);
  return domain !== null && domain.split(".").every((part) => label.test(part)) ? domain : null;
}

/** By the rules of the web for internationalised names (UTS 46), which browsers and Node.js share. */
function hostnameOf(host: string): string | null {
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return null;
  }
}
