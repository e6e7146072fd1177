import type { Readable } from "node:stream";
import type { PostKind } from "#app/codes/codes.ts";
import { boundedContent } from "#app/files/bounded.ts";
import { maximumSize } from "#app/files/limits.ts";
import type { FileFailure } from "#app/office/table.ts";
import { inOfficeThread } from "#app/office/thread.server.ts";
import type { FilledForm } from "./word-form.ts";

/** A form that was read, or why nothing of it was. */
export type ReadForm = FilledForm | { failure: FileFailure | "otherKind" | "noFields" };

/**
 * Reads a form of a need or a result that an office filled in as a document of Word.
 *
 * @throws Refusal fileEmpty or fileTooLarge, and what the stream fails with
 */
export const readWordForm = (kind: PostKind, content: Readable): Promise<ReadForm> =>
  inOfficeThread<ReadForm>(
    "app/imports/word-form-worker.ts",
    boundedContent(content, maximumSize),
    { kind },
    (failure) => ({ failure }),
  );
