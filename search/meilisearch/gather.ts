import type { SearchDocument } from "../documents.ts";

/** So many documents go together at most. */
const most = 500;

/**
 * Lets writes that are asked for while one is handed over go together in the next, since
 * a server takes many documents nearly as quickly as one.
 */
export function gathered(
  write: (documents: SearchDocument[]) => Promise<void>,
): (documents: SearchDocument[]) => Promise<void> {
  interface Asked {
    documents: SearchDocument[];
    resolve: () => void;
    reject: (error: unknown) => void;
  }
  const waiting: Asked[] = [];
  let atWork = 0;

  const next = () => {
    if (waiting.length === 0 || atWork >= mostAtWork) return;
    const taken: Asked[] = [];
    let count = 0;
    while (waiting.length > 0 && count < most) {
      const [asked] = waiting.splice(0, 1);
      if (!asked) break;
      taken.push(asked);
      count += asked.documents.length;
    }
    atWork += 1;
    void settle(taken).finally(() => {
      atWork -= 1;
      next();
    });
  };

  /** What cannot be written together is written one by one, so that one document's fault is no other's. */
  const settle = async (taken: Asked[]): Promise<void> => {
    try {
      await write(taken.flatMap(({ documents }) => documents));
      for (const { resolve } of taken) resolve();
    } catch (error) {
      if (taken.length === 1) return taken[0]?.reject(error);
      for (const { documents, resolve, reject } of taken)
        await write(documents).then(resolve, reject);
    }
  };

  return (documents) =>
    new Promise((resolve, reject) => {
      waiting.push({ documents, resolve, reject });
      next();
    });
}

/** One is with the server while the next is gathered and handed over. */
const mostAtWork = 2;
