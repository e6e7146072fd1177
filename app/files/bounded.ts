import { Readable } from "node:stream";
import { Refusal } from "#app/kernel/refusals.ts";

/** A file as it comes in, of so many bytes at most; it fails with fileEmpty or fileTooLarge. */
export const boundedContent = (content: Readable, most: number): Readable =>
  Readable.from(chunksOf(content, most), { objectMode: false });

async function* chunksOf(content: Readable, most: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) throw new Refusal("fileTooLarge");
    yield chunk;
  }
  if (bytes === 0) throw new Refusal("fileEmpty");
}
