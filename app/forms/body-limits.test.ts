import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { addresses } from "#app/routes.ts";
import { uploadLimitOf } from "./body-limits.ts";

const id = "019a0000-0000-7000-8000-000000000000";
const filled = (address: string): string => address.replaceAll(/:\w+/g, id);

describe("how much a body may have", () => {
  it("is told for exactly the addresses that take a file", () => {
    const told = Object.keys(addresses).filter((one) => uploadLimitOf(filled(one)) !== null);
    const reading = Object.entries(addresses)
      .filter(([, { page }]) =>
        readFileSync(new URL(`../${page}`, import.meta.url), "utf8").match(
          /file-form\.server\.ts|take-file\.server\.ts/,
        ),
      )
      .map(([address]) => address);
    expect(told).toEqual(reading);
  });

  it("is the same for a page's own request, a slash at the end and capital letters", () => {
    const plain = uploadLimitOf(`/posts/${id}/attachments`);
    expect(plain?.bytes).toBeGreaterThan(20 * 1024 * 1024);
    for (const path of [
      `/posts/${id}/attachments.data`,
      `/posts/${id}/attachments/`,
      `/Posts/${id}/Attachments`,
    ])
      expect(uploadLimitOf(path)).toBe(plain);
  });

  it.each(["/", "/sign-in", "/locale", `/posts/${id}`, `/posts/${id}/attachments/x`, "/search"])(
    "%s takes no file",
    (path) => expect(uploadLimitOf(path)).toBeNull(),
  );
});
