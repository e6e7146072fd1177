import { workerData } from "piscina";
import type { SearchDocument } from "../documents.ts";
import { useGroups, type SynonymGroup } from "../text/synonyms.ts";
import { rowsOf } from "./row.ts";

useGroups(workerData as readonly SynonymGroup[]);

/** What a worker thread does (cutter.ts), with the synonyms that the process uses. */
export default (documents: SearchDocument[]): string => rowsOf(documents);
