import type { Case } from "../case.ts";
import { askAccounts } from "./account.ts";
import type { Maker, Making } from "./context.ts";
import { sendForm } from "./form.ts";
import { besideRoutes, otherMethod, readPage } from "./page.ts";
import { rawConversation } from "./raw.ts";
import { talkLive } from "./socket.ts";

/** One case, of a kind that comes as often as there is something to find. */
export function makeCase(making: Making): Case {
  return making.random.weighted<Maker>([
    [36, readPage],
    [40, sendForm],
    [6, otherMethod],
    [3, besideRoutes],
    [7, askAccounts],
    [4, rawConversation],
    [3, talkLive],
  ])(making);
}
