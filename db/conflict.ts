import pg from "pg";

/** unique_violation, foreign_key_violation, serialization_failure, deadlock_detected */
const codes = new Set(["23505", "23503", "40001", "40P01"]);

/**
 * Whether the database refused a write since another one was quicker: what it would add is
 * there already, what it names is gone, or both waited for each other. Nothing was changed.
 */
export function isConflict(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof pg.DatabaseError && codes.has(cause.code ?? "")) return true;
  return false;
}
