import { useTranslation } from "react-i18next";
import { Badge, type Tone } from "#app/ui/parts.tsx";
import { codeName } from "#app/i18n/codes.ts";
import type { AmendmentState, ContractState, MilestoneState } from "#app/codes/states.ts";

const tones: Partial<Record<ContractState | MilestoneState | AmendmentState, Tone>> = {
  proposed: "info",
  agreed: "success",
  half_signed: "info",
  signed: "success",
  submitted: "info",
  returned: "warning",
  registered: "success",
  performed: "success",
  terminated: "danger",
  delivered: "info",
  rejected: "warning",
  accepted: "success",
  paid: "info",
  settled: "success",
  declined: "warning",
};

/** The state of a contract, of one of its milestones or amendments, in words. */
export function ContractStateBadge(
  props:
    | { list: "contractStates"; state: ContractState }
    | { list: "milestoneStates"; state: MilestoneState }
    | { list: "amendmentStates"; state: AmendmentState },
) {
  const { t } = useTranslation();
  return <Badge tone={tones[props.state]}>{codeName(t, props.list, props.state)}</Badge>;
}
