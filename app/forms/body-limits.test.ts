import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { uploadLimitOf } from "./body-limits.ts";

const id = "019a0000-0000-7000-8000-000000000000";
const routes = new URL("../routes/", import.meta.url);
/** The address of a route by the name of its file. */
const addressOf = (file: string): string =>
  `/${file
    .replace(/\.tsx?$/, "")
    .split(".")
    .map((segment) => segment.replace(/_$/, ""))
    .map((segment) => (segment.startsWith("$") ? id : segment))
    .join("/")}`;

describe("how much a body may have", () => {
  it("is told for exactly the routes that read a file", () => {
    const told = readdirSync(routes)
      .filter((file) => uploadLimitOf(addressOf(file)) !== null)
      .sort();
    const reading = readdirSync(routes)
      .filter((file) =>
        readFileSync(new URL(file, routes), "utf8").match(
          /file-form\.server\.ts|take-file\.server\.ts/,
        ),
      )
      .sort();
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
