import { workerData } from "piscina";
import type { SearchDocument } from "../documents.ts";
import { useGroups } from "../text/synonyms.ts";
import type { CutterData } from "./cutter.ts";
import { cutDocuments, type Cut, type RecordOf } from "./row.ts";

/** What a worker thread of an engine does (cutter.ts), with the synonyms and the fields that the process uses. */
export function cutInThread(recordOf: RecordOf | null): (documents: SearchDocument[]) => Cut {
  const { groups, fields } = workerData as CutterData;
  useGroups(groups);
  return (documents) => cutDocuments(documents, fields, recordOf);
}
