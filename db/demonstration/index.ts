export { accounts, demonstrationPassword, organisations } from "./organisations.ts";
export { needs } from "./needs.ts";
export { results } from "./results.ts";
export { demonstrationStory } from "./story.ts";
export { demonstrationSessions, type DemonstrationSession } from "./sessions.ts";
