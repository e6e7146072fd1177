import { Readable } from "node:stream";
import { Busboy, type BusboyInstance } from "@fastify/busboy";
import { isRefusal, Refusal, type RefusalCode } from "#app/kernel/refusals.ts";

/** A file as it comes in, with the fields that stand before it in the form. */
export interface Upload {
  name: string;
  /** Ends only when the whole form has arrived as it should; fails with a Refusal otherwise. */
  content: Readable;
  fields: Record<string, string>;
}

const limits = {
  files: 1,
  fields: 20,
  parts: 22,
  /** Bytes. */
  fieldSize: 16 * 1024,
  headerPairs: 10,
  headerSize: 8 * 1024,
};

/** A form with a file that is being read, written to chunk by chunk. */
export interface IncomingForm<T> {
  /** Takes the next bytes; answers false when no more are of use. */
  write(chunk: Uint8Array): Promise<boolean>;
  /** Says that all has been written. @returns what the work gave */
  end(): Promise<T>;
  /** Gives the form up for this error and waits until the work has ended. @throws what it failed for first */
  abandon(error: unknown): Promise<never>;
}

/**
 * Begins to read multipart/form-data. The work begins with the file, and its file
 * ends when the form's last line is read, so that nothing is kept of half a form.
 *
 * @throws Refusal uploadForm for what is no such form; the form fails with
 *   fileMissing, oneFile, uploadForm or uploadBroken
 */
export function openForm<T>(
  contentType: string,
  work: (file: Upload) => Promise<T>,
): IncomingForm<T> {
  const parser = parserOf(contentType);
  const fields = new Map<string, string>();
  const whole = deferred<undefined>();
  /** When there is nothing more to write for: the work has ended, or the form is no good. */
  const over = deferred<false>();
  let stopped = false;
  let reason: Refusal | undefined;
  let content: Readable | undefined;
  let working: Promise<T> | undefined;

  const stop = () => {
    stopped = true;
    over.resolve(false);
  };
  const fail = (refusal: Refusal) => {
    if (stopped) return;
    reason = refusal;
    whole.reject(refusal);
    content?.destroy(refusal);
    stop();
  };
  const failWith = (code: RefusalCode) => () => fail(new Refusal(code));
  parser.on("filesLimit", failWith("oneFile"));
  parser.on("fieldsLimit", failWith("uploadForm"));
  parser.on("partsLimit", failWith("uploadForm"));
  parser.on("error", (cause) => fail(new Refusal("uploadBroken", { cause })));
  parser.on("field", (name, value, _nameCut, valueCut) => {
    if (content || valueCut) return fail(new Refusal("uploadForm"));
    fields.set(name, value.replaceAll("\0", ""));
  });
  parser.on("file", (_field, file, name) => {
    file.on("error", () => {});
    content = file;
    /** A browser sends a nameless file where none was chosen. */
    if (!name) return fail(new Refusal("fileMissing"));
    async function* all() {
      yield* file;
      await whole.promise;
    }
    working = work({
      name: unescaped(name),
      content: Readable.from(all(), { objectMode: false }),
      fields: Object.fromEntries(fields),
    });
    working.then(stop, stop);
  });
  parser.on("finish", () => {
    if (content) whole.resolve(undefined);
    else fail(new Refusal("fileMissing"));
  });

  return {
    write: async (chunk) => {
      const taken = new Promise<true>((resolve) => parser.write(chunk, () => resolve(true)));
      return Promise.race([taken, over.promise]);
    },
    end: async () => {
      if (!stopped) {
        parser.end();
        await Promise.race([whole.promise, over.promise]);
      }
      if (!working) throw reason ?? new Refusal("fileMissing");
      return working;
    },
    abandon: async (error) => {
      fail(isRefusal(error) ? error : new Refusal("uploadBroken", { cause: error }));
      await working?.catch(() => {});
      throw reason ?? error;
    },
  };
}

function parserOf(contentType: string): BusboyInstance {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) throw new Refusal("uploadForm");
  try {
    return new Busboy({ headers: { "content-type": contentType }, limits });
  } catch (error) {
    throw new Refusal("uploadForm", { cause: error });
  }
}

/** Browsers write these three characters of a name so, and no others (the HTML standard's multipart/form-data). */
const unescaped = (name: string): string =>
  name.replaceAll("%22", '"').replaceAll("%0D", "").replaceAll("%0A", "");

/** A promise with its ends in hand; that nobody waits for it is no defect. */
function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((settle, fail) => {
    resolve = settle;
    reject = fail;
  });
  promise.catch(() => {});
  return { promise, resolve, reject };
}
