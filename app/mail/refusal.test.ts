import { describe, expect, it } from "vitest";
import { mailRefusalOf } from "./refusal.ts";

const failure = (command: string, response: string) =>
  Object.assign(new Error(`failed: ${response}`), {
    command,
    response,
    responseCode: Number(response.slice(0, 3)),
    code: "EENVELOPE",
  });

describe("an answer of a mail server", () => {
  it.each([
    "550 5.1.1 no such user",
    "550 no such user",
    "551 User not local",
    "553 5.1.3 bad address syntax",
    "501 5.1.3 bad recipient address syntax",
    "552 5.2.2 mailbox full",
    "554 5.5.0 no",
    "556 5.1.10 does not accept mail",
  ])("refuses the address for good: %s", (response) => {
    expect(mailRefusalOf(failure("RCPT TO", response))).toEqual({
      reason: response,
      ofAddress: true,
    });
  });

  it.each([
    ["RCPT TO", "550 5.7.1 relaying denied"],
    ["DATA", "554 5.7.1 looks like spam"],
    ["DATA", "550 5.6.0 bad content"],
  ])("refuses the mail and not the address: %s %s", (command, response) => {
    expect(mailRefusalOf(failure(command, response))).toEqual({
      reason: response,
      ofAddress: false,
    });
  });

  it.each([
    ["RCPT TO", "450 4.2.0 greylisted"],
    ["RCPT TO", "452 4.2.2 mailbox full"],
    ["RCPT TO", "421 closing"],
    ["RCPT TO", "530 5.7.0 sign in first"],
    ["MAIL FROM", "550 5.7.1 sender not allowed"],
    ["AUTH PLAIN", "535 5.7.8 wrong password"],
    ["CONN", "554 go away"],
    ["DATA", "451 4.3.0 later"],
  ])("is to be tried again: %s %s", (command, response) => {
    expect(mailRefusalOf(failure(command, response))).toBeNull();
  });

  it("is missing when the connection failed, and that is to be tried again", () => {
    expect(mailRefusalOf(Object.assign(new Error("refused"), { code: "ECONNECTION" }))).toBeNull();
    expect(mailRefusalOf(Object.assign(new Error("late"), { code: "ETIMEDOUT" }))).toBeNull();
  });
});
