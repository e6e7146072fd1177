import { openSessionDocument } from "#app/sessions/documents.server.ts";
import { anyone, fileLoader } from "#app/http/download.server.ts";

export const loader = fileLoader(anyone, (services, viewer, id) =>
  openSessionDocument(services, viewer, id("sessionId"), id("documentId")),
);
