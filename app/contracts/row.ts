import type { contract, contractAmendment, contractMilestone } from "#db/schema/index.ts";
import type { ContractFacts } from "./policy.ts";
import { parseContract, type ContractContent } from "./schema.ts";
import type { AmendmentState, ContractState, MilestoneState } from "#app/codes/states.ts";

type ContractRow = typeof contract.$inferSelect;

/** A row of the table contract with its codes and its text read, and what the policy asks. */
export type Contract = Omit<ContractRow, "state" | "content"> &
  ContractFacts & { content: ContractContent };

export const readContract = (
  row: ContractRow,
  around: { brokerId: string | null; signedByIds: string[] },
): Contract => {
  const content = parseContract(row.content);
  return {
    ...row,
    ...around,
    state: row.state as ContractState,
    content,
    sellerRegion: content.sellerRegion,
  };
};

export type ContractMilestone = Omit<typeof contractMilestone.$inferSelect, "state"> & {
  state: MilestoneState;
};
export const readMilestone = (row: typeof contractMilestone.$inferSelect): ContractMilestone =>
  row as ContractMilestone;

export type Amendment = Omit<
  typeof contractAmendment.$inferSelect,
  "state" | "content" | "before"
> & { state: AmendmentState; content: ContractContent; before: ContractContent };
export const readAmendment = (row: typeof contractAmendment.$inferSelect): Amendment => ({
  ...row,
  state: row.state as AmendmentState,
  content: parseContract(row.content),
  before: parseContract(row.before),
});
