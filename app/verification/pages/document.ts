import { openScan } from "#app/verification/documents.server.ts";
import { anyone, fileLoader } from "#app/http/download.server.ts";

export const loader = fileLoader(anyone, (services, viewer, id) =>
  openScan(services, viewer, id("documentId")),
);
