import { z } from "zod";
import { interestsGroup } from "#app/deals/news.ts";
import { newsKind } from "#app/kernel/news.ts";
import { aboutPost, organisationOr, postPath } from "#app/posts/news.ts";

/** News of a post's confidential part; it leads to a page under the post. */
const disclosureKind = (
  step: "requested" | "opened" | "accepted" | "refused" | "revoked",
  page: "" | "/disclosure" | "/confidential",
) =>
  newsKind({
    name: `disclosure_${step}`,
    group: interestsGroup,
    payload: aboutPost.extend({
      /** The other organisation's name; empty while it is anonymous. */
      organisationName: z.string(),
    }),
    words: (payload, { t }) => ({
      title: t(`disclosure:news.${step}`, {
        ...payload,
        organisationName: organisationOr(t, payload.organisationName),
      }),
      href: `${postPath(payload)}${page}`,
    }),
  });

export const disclosureNews = {
  requested: disclosureKind("requested", "/disclosure"),
  opened: disclosureKind("opened", "/confidential"),
  accepted: disclosureKind("accepted", "/disclosure"),
  refused: disclosureKind("refused", ""),
  revoked: disclosureKind("revoked", ""),
};
