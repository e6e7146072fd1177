import { and, asc, eq } from "drizzle-orm";
import type { Services } from "#app/kernel/services.ts";
import { attachment } from "#db/schema/index.ts";

export interface AttachmentLine {
  id: string;
  name: string;
  mediaType: string;
  /** Bytes. */
  size: number;
}

/** The files of a post that are not confidential, the oldest first. */
export function attachmentsOf(services: Services, postId: string): Promise<AttachmentLine[]> {
  return services.database
    .select({
      id: attachment.id,
      name: attachment.name,
      mediaType: attachment.mediaType,
      size: attachment.size,
    })
    .from(attachment)
    .where(and(eq(attachment.postId, postId), eq(attachment.confidential, false)))
    .orderBy(asc(attachment.createdAt), asc(attachment.id));
}
