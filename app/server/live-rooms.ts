import { eq } from "drizzle-orm";
import { maySeeChallenge } from "#app/challenges/policy.ts";
import { readChallenge } from "#app/challenges/row.ts";
import { maySeeContents } from "#app/deals/policy.ts";
import { maySeeInterest } from "#app/interests/policy.ts";
import { comesThrough, type Door } from "#app/kernel/doors.ts";
import { belongsTo, type Viewer } from "#app/kernel/viewer.ts";
import { maySeeDraft, maySeePublished } from "#app/posts/disclosure/policy.ts";
import { readPost } from "#app/posts/row.ts";
import { maySeeSession } from "#app/sessions/policy.ts";
import type { Database } from "#db/connection.ts";
import { challenge, deal, interest, matchmakingSession, post } from "#db/schema/index.ts";
import { partsOfRoom, type Room, type RoomKind } from "#realtime/events.ts";

/** Who is told of what happens in a room. Guests have no live connection at all. */
export interface RoomDoor {
  door: Exclude<Door, "anyone">;
  /** Of those who come through the door: all, or only those whom the room's subject is about. */
  admits: "all" | "concerned";
  /** Whether the room is for this viewer, who came through the door. */
  isFor: (viewer: Viewer, id: string, database: Database) => Promise<boolean> | boolean;
}

/**
 * Every kind of room and who comes in. The server asks this table, and
 * `tests/integration/live-rooms.test.ts` tries each event in each of its rooms as each kind
 * of person. What concerns nobody yet, such as a draft, is for fewer, as its policy says.
 */
export const roomDoors: Record<RoomKind, RoomDoor> = {
  user: { door: "signedIn", admits: "concerned", isFor: (viewer, id) => id === viewer.userId },
  organisation: { door: "signedIn", admits: "concerned", isFor: belongsTo },
  organizers: { door: "organizers", admits: "all", isFor: () => true },
  stories: { door: "signedIn", admits: "all", isFor: () => true },
  post: {
    door: "signedIn",
    admits: "all",
    isFor: async (viewer, id, database) => {
      const [row] = await database.select().from(post).where(eq(post.id, id));
      const subject = row && readPost(row);
      return (
        subject !== undefined && (maySeeDraft(viewer, subject) || maySeePublished(viewer, subject))
      );
    },
  },
  session: {
    door: "signedIn",
    admits: "all",
    isFor: async (viewer, id, database) => {
      const [row] = await database
        .select()
        .from(matchmakingSession)
        .where(eq(matchmakingSession.id, id));
      return row !== undefined && maySeeSession(viewer, row.state);
    },
  },
  challenge: {
    door: "signedIn",
    admits: "all",
    isFor: async (viewer, id, database) => {
      const [row] = await database.select().from(challenge).where(eq(challenge.id, id));
      return row !== undefined && maySeeChallenge(viewer, readChallenge(row));
    },
  },
  interest: {
    door: "signedIn",
    admits: "concerned",
    isFor: async (viewer, id, database) => {
      const [row] = await database.select().from(interest).where(eq(interest.id, id));
      return row !== undefined && maySeeInterest(viewer, row);
    },
  },
  deal: {
    door: "signedIn",
    admits: "concerned",
    isFor: async (viewer, id, database) => {
      const [row] = await database.select().from(deal).where(eq(deal.id, id));
      return row !== undefined && maySeeContents(viewer, row);
    },
  },
};

/** Whether the person may be told of what happens in a room. */
export async function mayJoin(database: Database, viewer: Viewer, room: Room): Promise<boolean> {
  const { kind, id } = partsOfRoom(room);
  const { door, isFor } = roomDoors[kind];
  return comesThrough(viewer, door) && (await isFor(viewer, id, database));
}

/** The rooms a person's sockets are always in, beside that of the person. */
export const roomsOf = (viewer: Viewer): Room[] => [
  ...viewer.memberships.map(({ organisationId }): Room => `organisation:${organisationId}`),
  ...(comesThrough(viewer, roomDoors.organizers.door) ? (["organizers"] as const) : []),
];
