import type { ShouldRevalidateFunctionArgs } from "@remix-run/react";
import { refusedFormOf } from "./answer.ts";

/**
 * When the data of a page with a form is loaded again: also after a conflict, for what to save
 * over stands beside the form then. After another refusal the page stays as it is.
 */
export const afterConflictToo = ({
  actionResult,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs): boolean =>
  refusedFormOf(actionResult)?.code === "conflict" || defaultShouldRevalidate;
