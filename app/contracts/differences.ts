import {
  contractFields,
  type ContractContent,
  type ContractField,
  type MilestoneRow,
} from "./schema.ts";

/** One field that is not what it was; of the milestones, one row of them. */
export type Difference =
  | {
      field: Exclude<ContractField, "milestones">;
      before: string | null;
      after: string | null;
    }
  | { field: "milestones"; before: MilestoneRow | null; after: MilestoneRow | null };

/** What changed between two texts of a contract, in the order of the form. */
export function differences(before: ContractContent, after: ContractContent): Difference[] {
  return contractFields.flatMap((field): Difference[] => {
    if (field === "milestones") return rowDifferences(before.milestones, after.milestones);
    return before[field] === after[field]
      ? []
      : [{ field, before: before[field], after: after[field] }];
  });
}

function rowDifferences(before: MilestoneRow[], after: MilestoneRow[]): Difference[] {
  const known = new Map(before.map((row) => [row.id, row]));
  const kept = new Set(after.map(({ id }) => id));
  const changed = after.flatMap((row): Difference[] => {
    const was = known.get(row.id) ?? null;
    const same =
      was && was.title === row.title && was.dueOn === row.dueOn && was.amount === row.amount;
    return same ? [] : [{ field: "milestones", before: was, after: row }];
  });
  const gone = before.filter(({ id }) => !kept.has(id));
  return [
    ...changed,
    ...gone.map((row): Difference => ({ field: "milestones", before: row, after: null })),
  ];
}
