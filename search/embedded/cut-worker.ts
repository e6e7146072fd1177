import type { SearchDocument } from "../documents.ts";
import { rowsOf } from "./row.ts";

/** What a worker thread does: see createCutter. */
export default (documents: SearchDocument[]): string => rowsOf(documents);
