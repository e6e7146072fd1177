import { createHash } from "node:crypto";
import { contractFields, type ContractContent } from "./schema.ts";

/** SHA-256 over every field of a contract's text in a fixed order: equal texts, equal marks. */
export function contractHashOf(content: ContractContent): string {
  const ordered = contractFields.map((field) => [
    field,
    field === "milestones"
      ? content.milestones.map(({ id, title, dueOn, amount }) => [id, title, dueOn, amount])
      : content[field],
  ]);
  return createHash("sha256").update(JSON.stringify(ordered)).digest("hex");
}
