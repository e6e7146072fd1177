import { redirect } from "@remix-run/node";
import { takeSynonyms } from "./take-file.server.ts";

export const loader = () => redirect("/admin/synonyms/import");

/** For the page's own request; without scripts its form goes to the page itself, which shows the report. */
export const action = takeSynonyms;
