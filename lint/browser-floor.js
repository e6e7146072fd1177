/**
 * What code that reaches the browser may not use: whatever the oldest browsers of
 * package.json's browserslist do not have. ES syntax and built-ins by es-x, globals
 * of the web by compat, and methods of the web's objects, which neither sees, by name.
 */
import { createRequire } from "node:module";
import browserslist from "browserslist";
import compat from "eslint-plugin-compat";
import esx from "eslint-plugin-es-x";

/** @type {import("@mdn/browser-compat-data").CompatData} */
const compatibility = createRequire(import.meta.url)("@mdn/browser-compat-data");

/** The objects of the web whose methods a page calls; a name is looked for in these alone. */
const objects = [
  ...["Node", "Element", "HTMLElement", "Document", "Window", "ShadowRoot", "EventTarget"],
  ...["HTMLDialogElement", "HTMLFormElement", "HTMLInputElement", "HTMLSelectElement"],
  ...["HTMLTextAreaElement", "HTMLButtonElement", "HTMLDetailsElement", "HTMLImageElement"],
  ...["HTMLVideoElement", "HTMLMediaElement", "HTMLCanvasElement", "ElementInternals"],
  ...["CharacterData", "Range", "Selection", "DOMTokenList", "NodeList", "DOMRect", "Animation"],
  ...["Event", "KeyboardEvent", "PointerEvent", "AbortSignal", "AbortController"],
  ...["URL", "URLSearchParams", "Headers", "Request", "Response", "FormData", "Blob", "File"],
  ...["FileReader", "ReadableStream", "WebSocket", "Navigator", "Clipboard", "Storage", "Cache"],
  ...["ServiceWorkerRegistration", "ServiceWorkerContainer", "BroadcastChannel", "Navigation"],
  ...["History", "Location", "Crypto", "SubtleCrypto", "Performance", "MediaDevices", "Scheduler"],
];

const tooNew = "The oldest browsers of package.json's browserslist do not have this.";

const names = {
  chrome: "chrome",
  edge: "edge",
  firefox: "firefox",
  safari: "safari",
  ios_saf: "safari_ios",
};

const floor = browserslist().map((browser) => {
  const [name, version] = browser.split(" ");
  return { browser: names[name], version };
});

const isNoLater = (one, other) => {
  const parts = one.split(".").map(Number);
  const others = other.split(".").map(Number);
  const apart = parts.findIndex((part, index) => part !== (others[index] ?? 0));
  return apart < 0 || parts[apart] < (others[apart] ?? 0);
};

const isAtFloor = ({ support }) =>
  floor.every(({ browser, version }) =>
    [support[browser] ?? []].flat().some(({ version_added: added, flags, prefix }) => {
      const known = typeof added === "string" && added !== "preview" && !flags && !prefix;
      return known && isNoLater(added.replace("≤", ""), version);
    }),
  );

/**
 * Methods that none of the objects had; one that stands in an older object too passes.
 * Names of a single word are left out, as parts of our own have them.
 */
function newerMethods() {
  const known = new Map();
  for (const object of objects)
    for (const [name, entry] of Object.entries(compatibility.api[object] ?? {}))
      if (entry.__compat && /^[a-z]+[A-Z]\w*$/.test(name) && !/_(?:static|event)$/.test(name))
        known.set(name, (known.get(name) ?? false) || isAtFloor(entry.__compat));
  return [...known].filter(([, atFloor]) => !atFloor).map(([name]) => name);
}

/** Functions of an object itself, such as AbortSignal.any, that are not everywhere. */
const newerStatics = Object.entries({ ...compatibility.api, ...compatibility.javascript.builtins })
  .flatMap(([object, members]) =>
    Object.entries(members)
      .filter(([name, { __compat }]) => name.endsWith("_static") && __compat)
      .filter(([, { __compat }]) => !isAtFloor(__compat))
      .map(([name]) => ({ object, property: name.replace("_static", "") })),
  )
  .map((one) => ({ ...one, message: tooNew }));

/** Names that arrays, schemas or dates have as well: reported where es-x can tell the object. */
const shared = /^es-x\/no-(?:iterator-prototype-|set-prototype-union|array-prototype-with)/;

const language = Object.fromEntries(
  [
    "flat/restrict-to-es2022",
    "flat/restrict-to-es2022-intl-api",
    "flat/no-new-in-esnext",
    "flat/no-new-in-esnext-intl-api",
  ]
    .flatMap((name) => Object.keys(esx.configs[name].rules))
    .map((rule) => [rule, shared.test(rule) ? ["error", { aggressive: false }] : "error"]),
);

export const browserFloor = {
  plugins: { "es-x": esx, compat },
  settings: { "es-x": { aggressive: true }, lintAllEsApis: true },
  rules: {
    ...language,
    /** All of the floor have it: Chromium 97, Safari 15.4, Firefox 104. */
    "es-x/no-array-prototype-findlast-findlastindex": "off",
    "es-x/no-intl-segmenter": "error",
    "compat/compat": "error",
    "no-restricted-properties": ["error", ...newerStatics],
    "no-restricted-syntax": [
      "error",
      ...[
        `CallExpression > MemberExpression.callee[property.name=/^(?:${newerMethods().join("|")})$/]`,
        /** Methods of an iterator, by the call that gave it; of a set, whatever is no schema. */
        "CallExpression > MemberExpression.callee[property.name=/^(?:map|filter|take|drop|flatMap|reduce|toArray|forEach|some|every|find)$/]" +
          '[object.callee.property.name=/^(?:values|keys|entries|matchAll)$/]:not([object.callee.object.name="Object"])',
        'CallExpression > MemberExpression.callee[property.name="union"]:not([object.name="z"])',
      ].map((selector) => ({ selector, message: tooNew })),
    ],
  },
};
