import { openAttachment } from "#app/posts/attachments.server.ts";
import { anyone, fileLoader } from "#app/http/download.server.ts";

export const loader = fileLoader(anyone, (services, viewer, id) =>
  openAttachment(services, viewer, id("attachmentId")),
);
