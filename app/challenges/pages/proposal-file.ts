import { openProposalFile } from "#app/challenges/files.server.ts";
import { signedIn } from "#app/http/answers.server.ts";
import { fileLoader } from "#app/http/download.server.ts";

export const loader = fileLoader(signedIn, (services, viewer, id) =>
  openProposalFile(services, viewer, id("fileId")),
);
