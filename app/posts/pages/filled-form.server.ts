import type { IncomingFile } from "#app/files/keep.server.ts";
import { cleanFileName } from "#app/files/file-name.server.ts";
import { formFields } from "#app/forms/form-fields.ts";
import { nameOfForm } from "#app/forms/form-identity.ts";
import { keepForm } from "#app/forms/kept-forms.server.ts";
import { readWordForm, type ReadForm } from "#app/imports/word-form.server.ts";
import type { PostKind } from "#app/codes/codes.ts";
import { Refusal, type RefusalCode } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { fromFileField, type FromFile } from "#app/posts/parts/from-file.ts";
import { postForm } from "#app/posts/parts/post-form.tsx";

type Failure = Extract<ReadForm, { failure: unknown }>["failure"];

const refusals: Partial<Record<Failure, RefusalCode>> = {
  notADocument: "notADocument",
  otherKind: "otherForm",
  noFields: "unknownForm",
  tooLarge: "fileTooLarge",
};

/**
 * Reads a form as a document, and keeps what our form takes of it for the page of a new post, as
 * what was typed there is kept; with it what was not understood.
 *
 * @throws Refusal notADocument, otherForm, unknownForm, fileUnreadable, fileTooLarge or
 *   fileEmpty; nothing is kept then
 */
export async function keepFilledForm(
  services: Services,
  viewer: Viewer,
  { kind, page }: { kind: PostKind; page: string },
  file: IncomingFile,
): Promise<void> {
  const read = await readWordForm(kind, file.content);
  if ("failure" in read) throw new Refusal(refusals[read.failure] ?? "fileUnreadable");
  const from: FromFile = { file: cleanFileName(file.name), rest: read.rest };
  const fields: [string, string][] = [
    [formFields.name, nameOfForm(postForm)],
    ...read.fields,
    [fromFileField, JSON.stringify(from)],
  ];
  const isKept = await keepForm(services, { userId: viewer.userId, path: page }, fields);
  if (!isKept) throw new Refusal("fileTooLarge");
}
