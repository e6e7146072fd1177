import { Readable } from "node:stream";
import { Refusal } from "#app/kernel/refusals.ts";
import { withinTime } from "./within.ts";

/**
 * The same stream, given once its first bytes are there, that fails with Refusal
 * filesAway when the store has sent nothing for `idle` milliseconds while somebody
 * waits for it. A reader that is slow itself can be as slow as it likes.
 */
export async function steady(content: Readable, idle: number): Promise<Readable> {
  const chunks = content[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  const next = async () => {
    try {
      return await withinTime(
        chunks.next(),
        idle,
        () => new Error(`the store sent nothing for ${idle} ms`),
      );
    } catch (error) {
      content.destroy();
      throw new Refusal("filesAway", { cause: error });
    }
  };
  const first = await next();
  async function* all() {
    for (let result = first; !result.done; result = await next()) yield result.value;
  }
  const given = Readable.from(all(), { objectMode: false });
  given.once("close", () => content.destroy());
  return given;
}
