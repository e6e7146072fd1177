/** What a person can be told of a contract; each has its words in the namespace "contracts". */
export const contractTold = [
  "proposed",
  "agreed",
  "changed",
  "halfSigned",
  "signed",
  "submitted",
  "registered",
  "returned",
  "performed",
  "terminationAsked",
  "terminationDeclined",
  "terminated",
  "amendmentProposed",
  "amendmentAgreed",
  "amendmentDeclined",
] as const;
export type ContractTold = (typeof contractTold)[number];

export const milestoneTold = [
  "delivered",
  "accepted",
  "rejected",
  "paid",
  "settled",
  "notReceived",
  "due",
  "overdue",
] as const;
export type MilestoneTold = (typeof milestoneTold)[number];
