import type { Language } from "#app/i18n/languages.ts";

/** Text as it stands in a page. */
export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** A page of its own that needs neither database nor scripts nor styles of the build; `main` and `head` are HTML. */
export const plainPage = (
  language: Language,
  { title, main, head = "" }: { title: string; main: string; head?: string },
): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
${head}
<style>
:root { color-scheme: light dark }
body { margin: 0; padding: 12vh 1rem; font: 1rem/1.7 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; background: light-dark(#f6f7f9, #12161c); color: light-dark(#171b22, #e8ebf0) }
main { max-width: 34rem; margin: auto }
h1 { font-size: 1.5rem; line-height: 1.3 }
a { color: light-dark(#0b5cad, #7ab8f5) }
</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${main}
</main>
</body>
</html>`;
