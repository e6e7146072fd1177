import { isOrganizer, type MaybeViewer, type Viewer } from "#app/kernel/viewer.ts";
import type { SynonymState } from "#app/codes/states.ts";
import { synonymMachine, type SynonymAction } from "./lifecycle.ts";

/** Whether the viewer may see all groups and decide on them. */
export const mayKeepSynonyms = (viewer: MaybeViewer): boolean => isOrganizer(viewer);

/** Whether the viewer may say that words mean the same. */
export const mayProposeSynonyms = (viewer: MaybeViewer): viewer is Viewer => viewer !== null;

/** The steps that the viewer may take with a group in this state. */
export const synonymStepsOf = (viewer: MaybeViewer, state: SynonymState): SynonymAction[] =>
  mayKeepSynonyms(viewer) ? synonymMachine.possible(state) : [];
