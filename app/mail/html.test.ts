import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { htmlOf } from "./html.ts";

describe("the HTML part of a mail", () => {
  it("has the text, its paragraphs and its links", () => {
    const html = htmlOf(
      { subject: "对接平台", body: "您好：\n\n打开\nhttps://duijie.example/a?b=1&c=2\n\n再见" },
      "zh-CN",
    );
    expect(html).toContain('<html lang="zh-CN">');
    expect(html).toContain(
      '<p>打开<br><a href="https://duijie.example/a?b=1&amp;c=2">https://duijie.example/a?b=1&amp;c=2</a></p>',
    );
  });

  it("lets no text become markup", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (subject, body) => {
        const plain = htmlOf({ subject: "", body: "" }, "en");
        const html = htmlOf({ subject: `<b>${subject}`, body: `<script>${body}"'` }, "en");
        expect(html).not.toMatch(/<(script|b)\b/);
        const tags = (text: string) =>
          (text.match(/<[a-z]+/g) ?? []).filter((tag) => !["<a", "<p", "<br"].includes(tag));
        expect(tags(html)).toEqual(tags(plain));
      }),
    );
  });
});
