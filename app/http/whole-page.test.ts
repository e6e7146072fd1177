import { createElement, lazy, Suspense, type ComponentType } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { renderWhole } from "./whole-page.ts";

afterEach(() => void vi.restoreAllMocks());

const options = { within: 5_000, onError: vi.fn() };

/** Attributes of every length up to some, so that some character meets the end of a buffer. */
const names = Array.from(
  { length: 400 },
  (_, length) => "示范新材料股份有限公司".repeat(3).slice(0, length % 33) + "a".repeat(length % 7),
);

it("a page of Chinese text is rendered without zero bytes and whole", async () => {
  const page = createElement(
    "ul",
    null,
    names.map((name, key) => createElement("li", { key, title: name }, name)),
  );
  const html = (await renderWhole(page, options)).toString();
  expect(html).not.toContain("\0");
  expect(html).not.toContain("\uFFFD");
  expect(html).toBe(`<ul>${names.map((name) => `<li title="${name}">${name}</li>`).join("")}</ul>`);
});

const within = (Part: ComponentType) =>
  createElement(
    "main",
    null,
    createElement(Suspense, { fallback: "to come" }, createElement(Part)),
  );

it("what a part waits for stands in its place", async () => {
  const Part = lazy(async () => ({ default: () => createElement("p", null, "late") }));
  const html = (await renderWhole(within(Part), options)).toString();
  expect(html).toBe("<main><!--$--><p>late</p><!--/$--></main>");
});

it("what does not come in time is left to the browser", async () => {
  const onError = vi.fn();
  vi.spyOn(console, "error").mockReturnValue();
  const never = lazy<ComponentType>(() => new Promise(() => {}));
  const html = (await renderWhole(within(never), { within: 10, onError })).toString();
  expect(html).toContain("to come");
  expect(onError).toHaveBeenCalledOnce();
});

it("a page whose frame breaks is refused with its error", async () => {
  const Broken = () => {
    throw new Error("broken frame");
  };
  await expect(renderWhole(createElement(Broken), options)).rejects.toThrow("broken frame");
  expect(options.onError).toHaveBeenCalledOnce();
});
