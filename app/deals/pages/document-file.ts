import { openVersion } from "#app/deals/documents.server.ts";
import { anyone, fileLoader } from "#app/http/download.server.ts";

export const loader = fileLoader(anyone, (services, viewer, id) =>
  openVersion(services, viewer, id("dealId"), id("versionId")),
);
