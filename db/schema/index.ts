export * from "./accounts.ts";
export * from "./alerts.ts";
export * from "./contacts.ts";
export * from "./deals.ts";
export * from "./keeping.ts";
export * from "./matching.ts";
export * from "./posts.ts";
export * from "./search.ts";
