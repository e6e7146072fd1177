import type { Readable } from "node:stream";
import type { AppLoadContext } from "@remix-run/node";
import { within } from "#app/domain/attachments/within.ts";
import { isRefusal } from "#app/domain/errors.ts";

/** Milliseconds that a browser can go without taking anything of a file. */
const idle = 120_000;

/**
 * A stream as the body of an answer: it is read no faster than the browser takes
 * it, and destroyed when the browser leaves, takes nothing for two minutes, or the
 * answer is not wanted. When it fails on the way the connection is cut, so that
 * half a file never looks whole.
 */
export function sendStream(content: Readable, context: AppLoadContext): ReadableStream<Uint8Array> {
  const { services, taken, left } = context;
  const chunks = content[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  const leave = () => {
    content.destroy();
  };
  if (left.aborted) leave();
  left.addEventListener("abort", leave, { once: true });
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          await within(taken(), idle, () => new Error("the browser takes nothing"));
          const { value } = await chunks.next();
          if (value) controller.enqueue(value);
          else controller.close();
        } catch (error) {
          content.destroy();
          if (left.aborted) return controller.close();
          if (!isRefusal(error) || error.status >= 500)
            services.log.warn({ error }, "a file broke off on its way");
          controller.error(error);
        }
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  );
}
