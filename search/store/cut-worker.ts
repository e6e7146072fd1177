import { workerData } from "piscina";
import type { SearchDocument } from "../documents.ts";
import { useGroups } from "../text/synonyms.ts";
import type { CutterData } from "./cutter.ts";
import { cutDocuments, type Cut } from "./row.ts";

const { groups, fields, withRecords } = workerData as CutterData;
useGroups(groups);

/** What a worker thread does (cutter.ts), with the synonyms and the fields that the process uses. */
export default (documents: SearchDocument[]): Cut => cutDocuments(documents, fields, withRecords);
