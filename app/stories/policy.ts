import { belongsTo, isOrganizer, mayWriteFor, type MaybeViewer } from "#app/kernel/viewer.ts";
import type { StoryState } from "#app/codes/states.ts";
import { storyMachine, type StoryAction } from "./stages.ts";

/** What the rules need to know of a story. */
export interface StoryFacts {
  state: StoryState;
  demandOrganisationId: string;
  supplyOrganisationId: string;
}

type Sides = Pick<StoryFacts, "demandOrganisationId" | "supplyOrganisationId">;

const sidesOf = ({ demandOrganisationId, supplyOrganisationId }: Sides): string[] => [
  demandOrganisationId,
  supplyOrganisationId,
];

/** A published story is everyone's to read; before and after, the two sides' and organizers'. */
export const maySeeStory = (viewer: MaybeViewer, story: StoryFacts): boolean =>
  story.state === "published" ||
  isOrganizer(viewer) ||
  sidesOf(story).some((side) => belongsTo(viewer, side));

/** Whether the person may write a story of a deal of these sides. */
export const mayWriteStory = (viewer: MaybeViewer, sides: Sides): boolean =>
  isOrganizer(viewer) || sidesOf(sides).some((side) => mayWriteFor(viewer, side));

/**
 * The side that the person can consent for, the one acted for now first; null
 * when there is none. An organizer consents for nobody.
 */
export function consentingSide(viewer: MaybeViewer, sides: Sides): string | null {
  const own = sidesOf(sides).filter((side) => mayWriteFor(viewer, side));
  const active = viewer?.active?.organisationId;
  return own.find((side) => side === active) ?? own[0] ?? null;
}

/** Whether the step is the viewer's to take, whatever the state. */
export function isEntitledToStoryStep(
  viewer: MaybeViewer,
  story: Sides,
  action: StoryAction,
): boolean {
  switch (storyMachine.steps[action].by) {
    case "party":
      return mayWriteStory(viewer, story);
    case "side":
      return consentingSide(viewer, story) !== null;
    case "organizer":
      return isOrganizer(viewer);
    default:
      return false;
  }
}

/** The steps the viewer may take now. */
export const storyStepsOf = (viewer: MaybeViewer, story: StoryFacts): StoryAction[] =>
  storyMachine
    .possible(story.state)
    .filter((action) => isEntitledToStoryStep(viewer, story, action));
