import { clusters, cooperationModes, organisationKinds, regions, trls } from "#app/codes/codes.ts";
import { disciplineNames, disciplines } from "#app/codes/disciplines.ts";
import { audience, contact } from "./components.ts";
import { choice, choices, keywords, level, line, text } from "./fields.ts";
import { addsKeywords, hasOneSubject, isSaid } from "./judges.ts";
import { titleLack } from "./titles.ts";
import { limits } from "./values.ts";

/** Fields that kinds of listing have in common, in the order in which a declaration spreads them. */

const shortestTitle = 4;

/** What it is called and where it belongs. */
export const basics = {
  title: line({
    section: "basics",
    hint: "title",
    limit: limits.title,
    wide: true,
    required: true,
    refuse: (value) =>
      typeof value === "string" && value !== "" && value.length < shortestTitle
        ? "titleShort"
        : null,
    imported: { least: 2 },
    judged: [
      { weight: 14, by: titleLack },
      { code: "oneSubject", weight: 8, by: hasOneSubject },
    ],
  }),
  cluster: choice(clusters, {
    section: "basics",
    list: "clusters",
    required: true,
    filtered: "cluster",
    imported: { note: "such as `frontier_materials`" },
    judged: [{ weight: 6, by: isSaid }],
  }),
  /** The field within the cluster, in the poster's own words. */
  field: line({ section: "basics", searched: true, compared: true, imported: {} }),
  discipline: choice(disciplines, {
    section: "basics",
    list: "disciplines",
    names: disciplineNames,
    otherwise: "field",
    imported: { note: "code or name of GB/T 13745; another name is kept as the `field`" },
  }),
  keywords: keywords({
    section: "basics",
    hint: "keywords",
    imported: {},
    judged: [{ weight: 8, by: addsKeywords }],
  }),
} as const;

/** Technology readiness, wanted or reached. */
export const trl = {
  section: "indicators",
  scale: "TRL",
  highest: trls.length,
  list: "trls",
  filtered: "trl",
  imported: {},
  judged: [{ weight: 5, by: isSaid }],
} as const;

/** Manufacturing readiness, where a process fits it better than a technology. */
export const mrl = level({ section: "indicators", scale: "MRL", highest: 10 });

export const modes = choices(cooperationModes, {
  section: "cooperation",
  list: "cooperationModes",
  required: true,
  filtered: "cooperationMode",
  imported: { note: "such as `joint_development;licence`" },
  judged: [{ weight: 5, by: isSaid }],
});

/** With whom, for whose eyes, and whom to reach. */
export const ending = {
  partnerKinds: choices(organisationKinds, { section: "partner", list: "organisationKinds" }),
  partnerRegions: choices(regions, { section: "partner", list: "regions", folded: true }),
  partnerNote: line({ section: "partner" }),
  /** Shown to registered people only; never in the search index. */
  registeredDetails: text({
    section: "registered",
    hint: "registeredDetails",
    disclosure: "registered",
  }),
  contact: contact({ section: "contact", imported: true }),
  audience: audience({ section: "contact" }),
} as const;
