import { createContext } from "react";

/**
 * What lets the page's own inline scripts run under the content security
 * policy. The server gives it for each request, error pages included; browsers
 * hide it once the page is loaded, so there it is empty.
 */
export const NonceContext = createContext("");
