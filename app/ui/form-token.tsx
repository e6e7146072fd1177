import { useMatches } from "@remix-run/react";

/** In a form whose page's loader answers a `formToken` (`typedHere`): says whose form it is. */
export function FormToken() {
  const token = useMatches()
    .map(({ data }) => tokenIn(data))
    .find((found) => found !== null);
  return token ? <input type="hidden" name="formToken" value={token} /> : null;
}

const tokenIn = (data: unknown): string | null =>
  typeof data === "object" &&
  data !== null &&
  "formToken" in data &&
  typeof data.formToken === "string"
    ? data.formToken
    : null;
