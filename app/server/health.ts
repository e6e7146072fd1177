import { sql } from "drizzle-orm";
import type { RequestHandler } from "express";
import type { Environment } from "./environment.ts";
import { createPartsCheck } from "./outside-parts.ts";
import type { ServerParts } from "./services.ts";

/**
 * What an operator's monitor asks: 200 while the database answers, else 503. The parts
 * outside are told beside it; without them the market goes on in part.
 */
export function health({ services }: ServerParts, environment: Environment): RequestHandler {
  const check = createPartsCheck(services, environment);
  const startedAt = new Date().toISOString();
  return (_request, response) => {
    const database = services.database.execute(sql`select 1`).then(
      () => true,
      () => false,
    );
    void Promise.all([database, check()]).then(([alive, parts]) => {
      response
        .status(alive ? 200 : 503)
        .set("Cache-Control", "no-store")
        .json({ database: alive, ...parts, pid: process.pid, startedAt });
    });
  };
}
