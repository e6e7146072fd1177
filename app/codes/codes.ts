/**
 * The fixed code lists of the field. Codes are the same in database, code and
 * interface; their names in each language stand in app/i18n under "codes".
 */

/** The 13 advanced manufacturing clusters, in the order as published (苏政发〔2018〕86号, 一(三)). */
export const clusters = [
  "new_energy_equipment",
  "construction_machinery",
  "internet_of_things",
  "high_end_textiles",
  "frontier_materials",
  "biomedicine_devices",
  "integrated_circuits",
  "marine_equipment",
  "high_end_equipment",
  "energy_environment",
  "core_information_technology",
  "automobiles_components",
  "new_displays",
] as const;
export type Cluster = (typeof clusters)[number];

/** Jiangsu's 13 prefecture cities by division code (GB/T 2260). */
export const cities = [
  "3201",
  "3202",
  "3203",
  "3204",
  "3205",
  "3206",
  "3207",
  "3208",
  "3209",
  "3210",
  "3211",
  "3212",
  "3213",
] as const;

/** The other provinces, regions and municipalities of China by division code (GB/T 2260). */
export const provinces = [
  "11",
  "12",
  "13",
  "14",
  "15",
  "21",
  "22",
  "23",
  "31",
  "33",
  "34",
  "35",
  "36",
  "37",
  "41",
  "42",
  "43",
  "44",
  "45",
  "46",
  "50",
  "51",
  "52",
  "53",
  "54",
  "61",
  "62",
  "63",
  "64",
  "65",
  "71",
  "81",
  "82",
] as const;

/** Countries that organisations of the market come from so far (ISO 3166-1 alpha-2). */
export const countries = [
  "AT",
  "AU",
  "BE",
  "CA",
  "CH",
  "DE",
  "DK",
  "ES",
  "FI",
  "FR",
  "GB",
  "IL",
  "IN",
  "IT",
  "JP",
  "KR",
  "MY",
  "NL",
  "NO",
  "NZ",
  "RU",
  "SE",
  "SG",
  "TH",
  "US",
  "VN",
] as const;

/** Jiangsu as a whole, by division code: the place of posts that hide their city. */
export const homeProvince = "32";

/** Where an organisation is: a city of Jiangsu, else a province, else a country. */
export const regions = [...cities, ...provinces, ...countries] as const;
export type Region = (typeof regions)[number];

export const organisationKinds = [
  "enterprise",
  "university",
  "institute",
  "service_provider",
  "authority",
] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

/** Who may do what inside an organisation. */
export const organisationRoles = ["owner", "editor", "reader"] as const;
export type OrganisationRole = (typeof organisationRoles)[number];

/** What a person is on the platform as a whole. */
export const platformRoles = ["member", "organizer", "administrator"] as const;
export type PlatformRole = (typeof platformRoles)[number];

/** How two sides work together (合作方式); kept apart from the statutory contract kinds. */
export const cooperationModes = [
  "commissioned_development",
  "joint_development",
  "transfer",
  "licence",
  "consulting",
  "service",
  "equity",
  "joint_venture",
  "joint_laboratory",
] as const;
export type CooperationMode = (typeof cooperationModes)[number];

/** Technology readiness levels (GB/T 22900). */
export const trls = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** The four foundations (四基); 二(一) of the Opinion. */
export const foundations = ["material", "component", "process", "technology_base"] as const;

/** Who may see a post. */
export const visibilities = ["public", "registered", "invited", "anonymous"] as const;

/** How an indicator compares with its value. */
export const comparisons = ["ge", "le", "eq", "range", "text"] as const;

/** Kinds of intellectual property of a result. */
export const ipKinds = [
  "invention_patent",
  "utility_model",
  "design_patent",
  "software_copyright",
  "integrated_circuit_layout",
  "new_plant_variety",
  "technical_secret",
] as const;
export const ipStates = ["applied", "granted", "lapsed"] as const;

/** How a result was evaluated. */
export const evaluationKinds = [
  "none",
  "third_party_appraisal",
  "test_report",
  "expert_review",
  "pilot_use",
] as const;

/** Why an interest was declined; returned to the sender and counted by cluster. */
export const declineReasons = [
  "not_a_fit",
  "maturity",
  "terms",
  "capacity",
  "already_partnered",
  "other",
] as const;
export type DeclineReason = (typeof declineReasons)[number];

/** What an organisation thinks of a match. */
export const matchVerdicts = ["good", "bad", "known"] as const;
export type MatchVerdict = (typeof matchVerdicts)[number];

/** Why a match is no good; the matcher learns from it. */
export const matchFaults = [
  "other_problem",
  "other_field",
  "indicators",
  "maturity",
  "terms",
  "partner",
  "unclear",
  "other",
] as const;
export type MatchFault = (typeof matchFaults)[number];

/** The statutory kinds of technology contracts (技术合同类别), Civil Code 843 and following. */
export const contractKinds = [
  "development_commissioned",
  "development_joint",
  "transfer_patent",
  "transfer_patent_application",
  "transfer_technical_secret",
  "licence_patent",
  "licence_technical_secret",
  "consulting",
  "service",
] as const;
export type ContractKind = (typeof contractKinds)[number];

/**
 * The contract kinds that a cooperation mode usually ends in. Equity and joint
 * ventures are ways of commercialising, not kinds: what carries them is a
 * transfer or a licence.
 */
export const contractKindsOfMode: Record<CooperationMode, readonly ContractKind[]> = {
  commissioned_development: ["development_commissioned"],
  joint_development: ["development_joint"],
  transfer: ["transfer_patent", "transfer_patent_application", "transfer_technical_secret"],
  licence: ["licence_patent", "licence_technical_secret"],
  consulting: ["consulting"],
  service: ["service"],
  equity: [
    "transfer_patent",
    "transfer_patent_application",
    "transfer_technical_secret",
    "licence_patent",
    "licence_technical_secret",
  ],
  joint_venture: [
    "transfer_patent",
    "transfer_technical_secret",
    "licence_patent",
    "licence_technical_secret",
    "development_joint",
  ],
  joint_laboratory: ["development_joint", "development_commissioned", "service"],
};

/** How far a licence excludes others (独占、排他、普通). */
export const licenceTypes = ["exclusive", "sole", "ordinary"] as const;

/** How the price is paid; Civil Code 846. */
export const paymentMethods = [
  "lump_sum",
  "instalments",
  "royalty",
  "royalty_with_entry_fee",
] as const;

/** Whose the intellectual property that comes of a contract is. */
export const ipOwnerships = ["buyer", "seller", "joint", "as_agreed"] as const;

/** What a party to a contract is (单位性质), as the registration form asks. */
export const partyNatures = [
  "government",
  "public_institution",
  "social_organisation",
  "enterprise",
  "individual",
  "other",
] as const;
export type PartyNature = (typeof partyNatures)[number];

/** The nature that an organisation of this kind usually has. */
export const natureOfKind: Record<OrganisationKind, PartyNature> = {
  enterprise: "enterprise",
  university: "public_institution",
  institute: "public_institution",
  service_provider: "enterprise",
  authority: "government",
};

/** What is wrong with what is reported. */
export const reportReasons = [
  "false_statement",
  "impersonation",
  "rights",
  "fraud",
  "unlawful",
  "advertising",
  "insult",
  "other",
] as const;
export type ReportReason = (typeof reportReasons)[number];

export const postKinds = ["need", "result"] as const;
/** A post is a need or a result: one lifecycle, two forms. */
export type PostKind = (typeof postKinds)[number];

/** What is told about a broker: the proposal, each step after it, and to the person that both sides ask. */
export const brokerOccasions = [
  "propose",
  "invite",
  "agree",
  "disagree",
  "withdraw",
  "accept",
  "refuse",
  "remove",
  "leave",
] as const;

/** The zone in which the market's calendar days begin and end, and its deadlines are meant. */
export const marketZone = "Asia/Shanghai";

/** Why a deal ended without a contract. */
export const dealEndReasons = [
  "declined",
  "withdrawn",
  "technology_unfit",
  "price",
  "ownership",
  "timing",
  "no_answer",
  "solved_otherwise",
  "other",
] as const;
export type DealEndReason = (typeof dealEndReasons)[number];

/** Who acts in a deal: the side that needs, the side that offers, or their broker. */
export const dealSides = ["demand", "supply", "broker"] as const;
export type DealSide = (typeof dealSides)[number];

/** What came of a call. */
export const callOutcomes = [
  "will_contact",
  "thinks_it_over",
  "not_interested",
  "in_contact",
  "not_reached",
] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/** What can be reported. */
export const reportSubjects = ["post", "organisation", "message"] as const;
export type ReportSubject = (typeof reportSubjects)[number];

/** The parts of a post whose viewing is written down. */
export const disclosedParts = [
  "registered",
  "name",
  "contact",
  "confidential",
  "attachment",
] as const;
export type DisclosedPart = (typeof disclosedParts)[number];

/** How soon a person wants to hear of what a saved search finds. */
export const frequencies = ["immediate", "daily", "weekly", "none"] as const;
export type Frequency = (typeof frequencies)[number];

/** How soon a group of notifications comes by mail. */
export const mailChoices = ["immediate", "daily", "off"] as const;
export type MailChoice = (typeof mailChoices)[number];

/** Groups of notifications that a person chooses channels for. */
export const notificationGroups = [
  "matches",
  "interests",
  "reviews",
  "deals",
  "contracts",
  "challenges",
  "saved_searches",
  "sessions",
  "system",
] as const;
export type NotificationGroup = (typeof notificationGroups)[number];

/** Where the invitation of a colleague into an organisation stands. */
export const colleagueInvitationStates = ["pending", "accepted", "rejected", "canceled"] as const;

/** What the audit log has entries about. */
export const auditSubjects = [
  "post",
  "interest",
  "organisation",
  "user",
  "search",
  "synonyms",
  "deal",
  "contract",
  "challenge",
  "proposal",
  "report",
  "story",
  "saved_search",
  "session",
  "match",
  "restoration",
  "job",
] as const;
export type AuditSubject = (typeof auditSubjects)[number];

/** Whose register an organisation stands in (ISO 3166). */
export const registerCountries = ["CN", ...countries] as const;
