import { text } from "node:stream/consumers";
import { createElement } from "react";
import { renderToPipeableStream } from "react-dom/server";
import { expect, it } from "vitest";
import { withoutZeroBytes } from "./without-zero-bytes.ts";

/** Attributes of every length up to some, so that some character meets the end of a buffer. */
const names = Array.from(
  { length: 400 },
  (_, length) => "示范新材料股份有限公司".repeat(3).slice(0, length % 33) + "a".repeat(length % 7),
);

it("a page of Chinese text arrives without zero bytes and whole", async () => {
  const page = createElement(
    "ul",
    null,
    names.map((name, key) => createElement("li", { key, title: name }, name)),
  );
  const { pipe } = renderToPipeableStream(page);
  const body = withoutZeroBytes();
  pipe(body);
  const html = await text(body);
  expect(html).not.toContain("\0");
  expect(html).not.toContain("\uFFFD");
  expect(html).toBe(`<ul>${names.map((name) => `<li title="${name}">${name}</li>`).join("")}</ul>`);
});
