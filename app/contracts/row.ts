import type { contract, contractAmendment, contractMilestone } from "#db/schema/index.ts";
import type { ContractFacts } from "./policy.ts";
import { parseContract, type ContractContent } from "./schema.ts";

type ContractRow = typeof contract.$inferSelect;

/** A row of the table contract with its codes and its text read, and what the policy asks. */
export type Contract = Omit<ContractRow, "content"> & ContractFacts & { content: ContractContent };

export const readContract = (
  row: ContractRow,
  around: { brokerId: string | null; signedByIds: string[] },
): Contract => {
  const content = parseContract(row.content);
  return {
    ...row,
    ...around,
    content,
    sellerRegion: content.sellerRegion,
  };
};

export type ContractMilestone = typeof contractMilestone.$inferSelect;

export type Amendment = Omit<typeof contractAmendment.$inferSelect, "content" | "before"> & {
  content: ContractContent;
  before: ContractContent;
};
export const readAmendment = (row: typeof contractAmendment.$inferSelect): Amendment => ({
  ...row,
  content: parseContract(row.content),
  before: parseContract(row.before),
});
