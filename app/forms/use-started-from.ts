import { useLocation } from "@remix-run/react";
import { useState } from "react";
import type { GivenBack } from "./page-forms.ts";

/**
 * The version that a form changes: the one that its person started from. News reloads the data of
 * a page while they type, which leaves it alone, so that nobody's text is written over unseen; a
 * form that comes back keeps the version that was sent with it. A new page starts from its own.
 */
export function useStartedFrom<Version extends number | null>(
  version: Version,
  given: GivenBack | null,
): Version | number {
  const { key } = useLocation();
  const [started, setStarted] = useState({ key, version });
  if (started.key !== key && !given) setStarted({ key, version });
  const [, sent] = given?.typed.find(([name]) => name === "version") ?? [];
  return sent ? Number(sent) : started.version;
}
