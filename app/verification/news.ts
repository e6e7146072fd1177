import { z } from "zod";
import { newsKind, type NewsGroup } from "#app/kernel/news.ts";

/** What the platform has to say of the account itself: it always comes, by mail too. */
export const accountGroup: NewsGroup = {
  name: "system",
  title: (t) => t("trust:news.group"),
  defaults: { inProduct: true, mail: "immediate" },
  mandatory: { inProduct: true, mail: true },
};

const aboutVerification = z.object({ organisationId: z.uuid(), organisationName: z.string() });

export const verificationNews = {
  submitted: newsKind({
    name: "verification_submitted",
    group: accountGroup,
    payload: aboutVerification,
    words: (payload, { t }) => ({
      title: t("trust:news.submitted", payload),
      href: `/admin/verifications/${payload.organisationId}`,
    }),
  }),
  decided: newsKind({
    name: "verification_decided",
    group: accountGroup,
    payload: aboutVerification.extend({
      state: z.enum(["verified", "returned", "revoked"]),
      reason: z.string(),
    }),
    words: (payload, { t }) => ({
      title: t(`trust:news.${payload.state}`, payload),
      lines: [payload.reason],
      href: "/organisation/verification",
    }),
  }),
};
