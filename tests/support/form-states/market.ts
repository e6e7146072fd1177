import { saveSearch } from "#app/alerts/commands.server.ts";
import { grantsOf } from "#app/disclosure/grant-views.server.ts";
import { decideGrant, requestDisclosure } from "#app/disclosure/grants.server.ts";
import { expressInterest } from "#app/interests/commands.server.ts";
import { countMatchQuality } from "#app/matching/quality.server.ts";
import { createDraft, submit } from "#app/posts/commands.server.ts";
import { saveSecret } from "#app/posts/disclosure/secret.server.ts";
import { reportAbuse, takeReportStep } from "#app/reports/commands.server.ts";
import { readSearchParameters } from "#app/search/request.ts";
import { proposeSynonyms } from "#app/synonyms/commands.server.ts";
import { completeNeed, completeResult } from "#tests/support/market.ts";
import { publishedPost } from "#tests/support/posts.ts";
import { place, type FormPlace, type FormStateContext } from "./context.ts";

/** Posts in every state that has a form, and what people do about them. */
export async function marketPlaces(context: FormStateContext): Promise<FormPlace[]> {
  const { services, enterprise, university, editor, organizer } = context;
  const needId = await publishedPost(services, organizer, enterprise, "need", completeNeed());
  await publishedPost(services, organizer, university, "result", completeResult());
  await countMatchQuality(services);
  const draft = await createDraft(services, enterprise, "need", completeNeed({ title: "草稿" }));
  const handedIn = await createDraft(services, editor, "need", completeNeed({ title: "待审需求" }));
  await submit(services, editor, handedIn.id);
  const interestId = await expressInterest(services, editor, needId, {
    message: "我们做过相近的烧结工艺，希望了解贵方的工况。",
    ownPostId: null,
  });
  return [
    place("/:kinds/new", "/needs/new", "enterprise", "save submit"),
    place("/:kinds/new", "/results/new", "university", "save submit"),
    place("/:kinds/:postId/edit", `/needs/${draft.id}/edit`, "enterprise", "save submit"),
    place("/:kinds/:postId", `/needs/${needId}`, "institute", "express"),
    place("/:kinds/:postId", `/needs/${handedIn.id}`, "organizer", "approve return reject"),
    place("/interests/:interestId", `/interests/${interestId}`, "enterprise", "decline"),
    place("/matches", "/matches", "enterprise", "answer"),
    place("/admin/match-quality", "/admin/match-quality", "organizer", "call"),
    ...(await disclosurePlaces(context, needId)),
    ...(await reportPlaces(context, needId)),
    ...(await wordPlaces(context)),
  ];
}

async function disclosurePlaces(
  { services, enterprise, university }: FormStateContext,
  needId: string,
): Promise<FormPlace[]> {
  const secret = { confidential: "烧结温度曲线与助剂配方。", extraTerms: "", revision: 0 };
  await saveSecret(services, enterprise, needId, secret);
  await requestDisclosure(services, university, needId, { message: "希望了解工艺曲线。" });
  const { lines } = await grantsOf(services, enterprise, needId, { limit: 1 });
  await decideGrant(services, enterprise, lines[0]?.id ?? "", { action: "open", version: 1 });
  const [pattern, at] = ["/:kinds/:postId/confidential", `/needs/${needId}/confidential`];
  return [
    place(pattern, at, "enterprise", "save"),
    place(pattern, at, "institute", "request"),
    place(pattern, at, "university", "accept"),
    place("/:kinds/:postId/disclosure", `/needs/${needId}/disclosure`, "enterprise", "openTo"),
  ];
}

async function reportPlaces(
  { services, institute, organizer }: FormStateContext,
  needId: string,
): Promise<FormPlace[]> {
  const subject = { kind: "post", id: needId } as const;
  const reportId = await reportAbuse(services, institute, subject, {
    reason: "false_statement",
    words: "其中的指标与公开的检测报告不符。",
  });
  await takeReportStep(services, organizer, reportId, { step: "take", version: 1 });
  return [
    place("/reports/new", `/reports/new?kind=post&id=${needId}`, "editor", "report"),
    place(
      "/admin/reports/:reportId",
      `/admin/reports/${reportId}`,
      "organizer",
      "take uphold dismiss",
    ),
  ];
}

/** What is searched for, and which words mean the same. */
async function wordPlaces({ services, enterprise }: FormStateContext): Promise<FormPlace[]> {
  const wanted = readSearchParameters(new URLSearchParams({ q: "陶瓷基板" }));
  await saveSearch(services, enterprise, wanted, { name: "陶瓷基板", frequency: "daily" });
  const words = ["烧结助剂甲", "烧结助剂乙"];
  const proposed = await proposeSynonyms(services, enterprise, { words, note: "" });
  if (!("group" in proposed)) throw new Error("the synonyms were not taken");
  const groupAt = `/admin/synonyms/${proposed.group.id}`;
  return [
    place("/saved-searches", "/saved-searches", "enterprise", "change"),
    place("/saved-searches/new", "/saved-searches/new?q=gear", "enterprise", "save"),
    place("/synonyms/propose", "/synonyms/propose", "enterprise", "propose"),
    place("/admin/synonyms/new", "/admin/synonyms/new", "organizer", "add"),
    place("/admin/synonyms/:groupId", groupAt, "organizer", "reject", "edit"),
  ];
}
