/** The title of a page, as the browser's tab shows it. */
export const pageTitle = (title: string | undefined) => [
  { title: title ? `${title} · 对接 Duijie` : "对接 Duijie" },
];
