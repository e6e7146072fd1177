import { withinTime } from "#app/files/within.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import { uploadLimitOf } from "./body-limits.ts";
import { openForm, type Upload } from "./incoming-form.server.ts";

/** Milliseconds that a browser can be silent in the middle of a form. */
const idle = 30_000;

/**
 * Reads a form with one file after its fields, and does the work with it as it
 * comes in. What is left of the body when that fails is read and thrown away,
 * within what the address takes, as a browser hears no answer before.
 *
 * @returns what the work gives
 * @throws Refusal fileTooLarge, fileMissing, oneFile, uploadForm or uploadBroken, or
 *   what the work throws
 */
export async function receiveFile<T>(
  request: Request,
  work: (file: Upload) => Promise<T>,
): Promise<T> {
  const next = bodyOf(request);
  try {
    const form = openForm(request.headers.get("content-type") ?? "", work);
    try {
      for (let chunk = await next(); chunk && (await form.write(chunk)); chunk = await next());
      return await form.end();
    } catch (error) {
      return await form.abandon(error);
    }
  } finally {
    while (await next().catch(() => null));
  }
}

/** Reads what a request brings and throws it away, within what its address takes. */
export async function discardBody(request: Request): Promise<void> {
  if (!request.body || request.bodyUsed) return;
  try {
    const next = bodyOf(request);
    while (await next());
  } catch {
    /** Too large, or broken off: there is nothing more to read. */
  }
}

type Next = () => Promise<Uint8Array | null>;

/** The chunks of a body one by one, then null. It is never cancelled: that would cut the answer off too. */
function bodyOf(request: Request): Next {
  const limit = uploadLimitOf(new URL(request.url).pathname);
  if (!limit || !request.body) throw new Refusal("uploadForm");
  if (Number(request.headers.get("content-length")) > limit.bytes)
    throw new Refusal("fileTooLarge");
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  let received = 0;
  let over: Refusal | null = null;
  return async () => {
    if (over) throw over;
    try {
      const { value } = await withinTime(
        reader.read(),
        idle,
        () => new Error("the browser is silent"),
      );
      received += value?.length ?? 0;
      if (received <= limit.bytes) return value ?? null;
      over = new Refusal("fileTooLarge");
    } catch (error) {
      over = new Refusal("uploadBroken", { cause: error });
    }
    throw over;
  };
}
