/**
 * Which folder may import which, proved by `npm run check`.
 *
 * The rules of a room may import those of the rooms before it in this list, and no others;
 * what is not in the list fails. Pages, parts and words of a room may use what any room has.
 */
const rooms = [
  "text",
  "codes",
  "i18n",
  "kernel",
  "scheduling",
  "listings",
  "mail",
  "accounts",
  "notifications",
  "files",
  "office",
  "verification",
  "organisations",
  "pairs",
  "blocks",
  "posts",
  "synonyms",
  "search",
  "matching",
  "alerts",
  "imports",
  "tasks",
  "deals",
  "disclosure",
  "interests",
  "reports",
  "contracts",
  "challenges",
  "stories",
  "sessions",
  "sessions/meetings",
  "sessions/plan",
  "sessions/registrations",
  "sessions/day",
  "sessions/outcomes",
  "home",
  "jobs",
  "restoration",
  "demonstration",
  "http",
  "forms",
  "ui",
  "shell",
  "server",
];

const face = "/(pages|parts|words)/";
const tests = "[.]test[.]tsx?$";
/** The folder of a room without the rooms inside it. */
const folderOf = (room) => {
  const inside = rooms.filter((other) => other.startsWith(`${room}/`));
  const names = inside.map((other) => other.slice(room.length + 1)).join("|");
  return `^app/${room}/${names === "" ? "" : `(?!(${names})/)`}`;
};

const inOrder = rooms.slice(0, -1).map((room, place) => ({
  name: `rooms-after-${room.replace("/", "-")}`,
  comment: `The rules of ${room} come before those of the rooms that follow it in the list.`,
  severity: "error",
  from: { path: folderOf(room), pathNot: [face, tests] },
  to: { path: rooms.slice(place + 1).map(folderOf), pathNot: face },
}));

module.exports = {
  forbidden: [
    ...inOrder,
    {
      name: "room-in-no-list",
      comment: "A new room takes its place in the list.",
      severity: "error",
      from: { path: "^app/[^/]+/", pathNot: [...rooms.map(folderOf), "^app/styles/"] },
      to: {},
    },
    {
      name: "no-circle",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "rules-know-no-face",
      comment: "Rules know no pages and no interface parts.",
      severity: "error",
      from: {
        path: "^app/",
        pathNot: [face, tests, "^app/(http|forms|ui|shell|server)/", "^app/[^/]+$"],
      },
      to: { path: "/(pages|parts)/" },
    },
    {
      name: "pages-know-no-page",
      comment: "What two pages need stands in parts/ or in the rules.",
      severity: "error",
      from: { path: "/pages/[^/]+[.]tsx?$", pathNot: "/pages/[^/]+[.]server[.]ts$" },
      to: { path: "/pages/[^/]+[.]tsx?$", pathNot: "/pages/[^/]+[.]server[.]ts$" },
    },
    {
      name: "search-alone",
      severity: "error",
      from: { path: "^search/", pathNot: ["^search/bench/", tests] },
      to: { path: "^(app|db|realtime)/", pathNot: "^app/text/" },
    },
    {
      name: "search-store-below-engines",
      comment: "Both engines keep their documents in the store, which knows neither.",
      severity: "error",
      from: { path: "^search/store/" },
      to: { path: "^search/(embedded|meilisearch)/" },
    },
    {
      name: "realtime-alone",
      severity: "error",
      from: { path: "^realtime/", pathNot: tests },
      to: { path: "^(app|db|search)/" },
    },
    {
      name: "text-alone",
      comment:
        "What people write is read the same everywhere, so all may use it and it knows nobody.",
      severity: "error",
      from: { path: "^app/text/", pathNot: tests },
      to: { path: "^(app|db|search|realtime)/", pathNot: "^app/text/" },
    },
    {
      name: "db-alone",
      severity: "error",
      from: { path: "^db/", pathNot: ["^db/demonstration/", tests] },
      to: { path: "^(search|realtime)/|/(pages|parts)/|^app/(server|ui|shell|http|forms)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(build|tests)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
