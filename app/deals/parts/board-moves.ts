import type { BoardCard } from "#app/deals/board.server.ts";

/** Where a card may go. */
export type MoveTo = BoardCard["moves"][number];

/** The key under which a deal's move is sent. */
export const moveKey = (dealId: string): string => `move-${dealId}`;
