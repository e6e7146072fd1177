import { pageOf, rowsFor, type Page } from "#app/kernel/paging.ts";
import { and, asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { auditLines } from "#app/kernel/audit.server.ts";
import { moment } from "#app/kernel/days.ts";
import { Refusal } from "#app/kernel/refusals.ts";
import type { Services } from "#app/kernel/services.ts";
import { isOrganizer, type Viewer } from "#app/kernel/viewer.ts";
import { verificationStates, type VerificationState } from "#app/codes/states.ts";
import { organisation, organisationVerification, user } from "#db/schema/index.ts";
import { creditCodeProblem, hasOrganisationCheck } from "./credit-code.ts";
import { scansOf, type ScanLine } from "./documents.server.ts";
import { maySeeVerification, verificationStepsOf } from "./policy.ts";
import { type VerificationAction } from "./stages.ts";

/** By what and when an organisation was verified, as everyone may know. */
/** Whether the check characters of a code are right: its own (GB 32100), and that of the organisation code inside (GB 11714). */
export type CodeCheck = "right" | "wrong" | "organisationWrong" | "foreign";

export interface VerifiedBy {
  country: string;
  code: string;
  register: string;
  /** Null when it was verified before this was kept. */
  at: string | null;
  demonstration: boolean;
}

/** What the mark of a verified organisation stands for; null while it is not verified. */
export async function verifiedBy(
  services: Services,
  organisationId: string,
): Promise<VerifiedBy | null> {
  const [row] = await services.database
    .select()
    .from(organisationVerification)
    .where(
      and(
        eq(organisationVerification.organisationId, organisationId),
        eq(organisationVerification.state, "verified"),
      ),
    );
  if (!row) return null;
  const { country, code, register, demonstration, decidedAt } = row;
  return { country, code, register, demonstration, at: decidedAt?.toISOString() ?? null };
}

export interface VerificationView {
  organisationId: string;
  organisationName: string;
  organisationKind: string;
  region: string | null;
  state: VerificationState;
  country: string;
  code: string;
  register: string;
  /** The name it was handed in with. */
  name: string;
  note: string;
  reason: string;
  demonstration: boolean;
  version: number;
  submittedAt: string | null;
  decidedAt: string | null;
  decidedBy: string | null;
  /** What the check characters of the code tell; a foreign number has none. */
  codeCheck: CodeCheck;
  documents: ScanLine[];
  may: VerificationAction[];
  log: { id: string; action: string; actorName: string | null; at: string }[];
}

/**
 * Where an organisation's verification stands, with what was handed in.
 *
 * @throws Refusal notFound for others than its owners and organizers
 */
export async function viewVerification(
  services: Services,
  viewer: Viewer,
  organisationId: string,
): Promise<VerificationView> {
  if (!maySeeVerification(viewer, organisationId)) throw new Refusal("notFound");
  const [row] = await services.database
    .select({ organisation, verification: organisationVerification, decidedBy: user.name })
    .from(organisation)
    .leftJoin(
      organisationVerification,
      eq(organisationVerification.organisationId, organisation.id),
    )
    .leftJoin(user, eq(user.id, organisationVerification.decidedById))
    .where(eq(organisation.id, organisationId));
  if (!row) throw new Refusal("notFound");
  const kept = row.verification && row.verification;
  const state = kept?.state ?? (row.organisation.verified ? "verified" : "none");
  const country = kept?.country ?? "CN";
  const code = kept?.code ?? "";
  const [documents, log] = await Promise.all([
    scansOf(services, viewer, organisationId),
    auditLines(services.database, "organisation", organisationId, 100),
  ]);
  return {
    organisationId,
    organisationName: row.organisation.name,
    organisationKind: row.organisation.kind,
    region: row.organisation.region,
    state,
    country,
    code,
    register: kept?.register ?? "",
    name: kept?.name ?? row.organisation.name,
    note: kept?.note ?? "",
    reason: kept?.reason ?? "",
    demonstration: kept?.demonstration ?? false,
    version: kept?.version ?? 0,
    submittedAt: kept?.submittedAt?.toISOString() ?? null,
    decidedAt: kept?.decidedAt?.toISOString() ?? null,
    decidedBy: row.decidedBy,
    codeCheck: checkOfCode(country, code),
    documents,
    may: verificationStepsOf(viewer, organisationId, state),
    log: log
      .filter(({ action }) => action.startsWith("verification_"))
      .map(({ id, action, actorName, at }) => ({ id, action, actorName, at: at.toISOString() })),
  };
}

function checkOfCode(country: string, code: string): CodeCheck {
  if (country !== "CN") return "foreign";
  if (code === "") return "right";
  if (creditCodeProblem(code) !== null) return "wrong";
  return hasOrganisationCheck(code) ? "right" : "organisationWrong";
}

/** Where a page of the list ended. */
export const verificationKey = z
  .string()
  .transform((text) => text.split("/"))
  .pipe(z.tuple([moment, z.uuid()]));

/** The parameters of the organizers' list. */
export const verificationList = z.object({
  state: z.enum(verificationStates).catch("submitted"),
  after: verificationKey.optional().catch(undefined),
});

export interface VerificationLine {
  organisationId: string;
  organisationName: string;
  country: string;
  code: string;
  submittedAt: string;
  demonstration: boolean;
}

/**
 * The organisations in one state, the longest waiting first, paged by `verificationKey`.
 *
 * @throws Refusal forbidden for others than organizers
 */
export async function listVerifications(
  services: Services,
  viewer: Viewer,
  page: z.output<typeof verificationList> & { limit: number },
): Promise<Page<VerificationLine>> {
  if (!isOrganizer(viewer)) throw new Refusal("forbidden");
  const rows = await services.database
    .select({ verification: organisationVerification, organisationName: organisation.name })
    .from(organisationVerification)
    .innerJoin(organisation, eq(organisation.id, organisationVerification.organisationId))
    .where(
      and(
        eq(organisationVerification.state, page.state),
        page.after
          ? sql`(${organisationVerification.submittedAt}, ${organisationVerification.organisationId}) > (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`
          : undefined,
      ),
    )
    .orderBy(
      asc(organisationVerification.submittedAt),
      asc(organisationVerification.organisationId),
    )
    .limit(rowsFor(page.limit));
  return pageOf(
    rows.map(({ verification, organisationName }) => ({
      organisationId: verification.organisationId,
      organisationName,
      country: verification.country,
      code: verification.code,
      submittedAt: verification.submittedAt.toISOString(),
      demonstration: verification.demonstration,
    })),
    page.limit,
    (last) => `${last.submittedAt}/${last.organisationId}`,
  );
}
