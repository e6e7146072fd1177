import { workerData } from "piscina";
import type { SearchDocument } from "../documents.ts";
import { useGroups } from "../text/synonyms.ts";
import type { CutterData } from "./cutter.ts";
import { rowsOf } from "./row.ts";

const { groups, fields } = workerData as CutterData;
useGroups(groups);

/** What a worker thread does (cutter.ts), with the synonyms and the fields that the process uses. */
export default (documents: SearchDocument[]): string => rowsOf(documents, fields);
