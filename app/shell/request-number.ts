import { createContext, useContext } from "react";

/** The number of the request whose answer is being rendered; empty in the browser. */
export const RequestNumberContext = createContext("");

/** Where the number stands in the page, for the browser's own rendering and for later answers. */
const place = () => document.documentElement.dataset;

/** The number under which the log has the request that made this page, or the last one that failed. */
export function useRequestNumber(): string {
  const rendered = useContext(RequestNumberContext);
  return typeof document === "undefined" ? rendered : (place().request ?? "");
}

/** Keeps the number of an answer that failed, to be shown on the error page. */
export function noteRequestNumber({ headers }: Response): void {
  const number = headers.get("X-Request-Id");
  if (number !== null) place().request = number;
}
