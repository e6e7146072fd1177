import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as commands from "#app/posts/commands.server.ts";
import { tagged } from "#app/posts/content.ts";
import { publishPost } from "#app/server/publish-post.server.ts";
import { postForEditing } from "#app/posts/queries.server.ts";
import { approve } from "#app/posts/review.server.ts";
import { nearIdenticalTo } from "#app/posts/similar.server.ts";
import {
  nearAtSubmission,
  submitDespiteNear,
  submitUnlessNear,
} from "#app/posts/submission.server.ts";
import type { NeedContent } from "#app/posts/need.ts";
import type { Viewer } from "#app/kernel/viewer.ts";
import { post } from "#db/schema/index.ts";
import { SearchUnavailable } from "#search/engine.ts";
import { completeNeed, createPerson, openMarket, type TestMarket } from "#tests/support/market.ts";

let market: TestMarket;
let writer: Viewer;
let other: Viewer;
let invited: Viewer;
let organizer: Viewer;
beforeAll(async () => {
  market = await openMarket();
  writer = await createPerson(market.services);
  other = await createPerson(market.services);
  invited = await createPerson(market.services);
  organizer = await createPerson(market.services, { kind: "authority", platformRole: "organizer" });
});
afterAll(() => market.close());

/** Texts of different matters, each long enough to tell copies from others. */
const texts = {
  kiln: "石灰窑供风不均，局部过烧和生烧并存，产品活性度低，需要按料层阻力自动分配风量的供风系统，并降低风机能耗，适应不同粒径的石灰石原料。",
  cable:
    "高电压等级线路避雷器沿高度方向电位分布不均匀，上部阀片承担过高电压而老化，需要建立含杆塔与导线的三维模型并给出均压环的优化尺寸。",
  salmon:
    "循环水养殖中氨氮累积快，生物滤池启动慢，低温季节硝化菌活性不足，需要耐低温复合菌剂和快速挂膜的载体，缩短启动时间并稳定水质指标。",
  seal: "车门密封条在零下三十度变硬，回弹不足，车门关不严，风噪大，需要耐低温三元乙丙胶料配方与连续硫化工艺，批次硬度偏差要小，不析出白霜。",
  drill:
    "随钻测量装置在强振动下数据丢失，井下电池寿命短，需要抗振封装和低功耗电路，并能在泥浆脉冲信道中提高传输速率，减少起下钻次数和成本。",
  yeast:
    "颗粒有机肥造粒时水分高，易结块，菌种存活率低，需要低温造粒工艺与保护剂配方，使有效活菌数在保质期内稳定，并减少烘干能耗和粉尘。",
};
const needOf = (text: keyof typeof texts, changes: Partial<NeedContent> = {}) =>
  completeNeed({ title: `${text}：${texts[text].slice(0, 12)}`, problem: texts[text], ...changes });

async function published(viewer: Viewer, content: NeedContent): Promise<string> {
  const { services } = market;
  const draft = await commands.createDraft(services, viewer, "need", content);
  const { revision } = await commands.submit(services, viewer, draft.id);
  await approve(services, organizer, draft.id, revision);
  await publishPost(services, draft.id);
  return draft.id;
}

const near = (viewer: Viewer, content: NeedContent, postId: string | null = null) =>
  nearIdenticalTo(market.services, viewer, tagged("need", content), postId);

describe("near-identical posts", () => {
  it("are found among what is on the market, with what is the same, and nothing else is", async () => {
    const kiln = await published(other, needOf("kiln"));
    await published(other, needOf("cable"));
    const edited = `${texts.kiln.replace("适应不同粒径", "适应多种粒径")}希望一年内完成。`;
    const [found, ...others] = await near(writer, needOf("kiln", { problem: edited }));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ id: kiln, own: false, continueBy: null });
    expect(found?.organisationName).toBe(other.active?.name);
    const yours = found?.yours.find(({ label }) => label === "problem")?.segments ?? [];
    expect(yours.map(({ text }) => text).join("")).toBe(edited);
    expect(
      yours
        .filter(({ hit }) => !hit)
        .map(({ text }) => text)
        .join(""),
    ).toContain("希望一年内");
    expect(await near(writer, needOf("yeast"))).toEqual([]);
  });

  it("are shown to those who may see them only, and an anonymous name to nobody", async () => {
    const invitedOnly = await published(
      other,
      needOf("salmon", {
        visibility: "invited",
        invited: [invited.active?.organisationId ?? ""],
      }),
    );
    expect((await near(invited, needOf("salmon"))).map(({ id }) => id)).toEqual([invitedOnly]);
    expect(await near(writer, needOf("salmon"))).toEqual([]);

    const hidden = await published(other, needOf("seal", { visibility: "anonymous" }));
    const [found] = await near(writer, needOf("seal"));
    expect(found).toMatchObject({ id: hidden, organisationName: "" });
    expect(JSON.stringify(found)).not.toContain(other.active?.name);
    expect((await near(organizer, needOf("seal")))[0]?.organisationName).toBe(other.active?.name);
  });

  it("are found among the own posts in any state, with the way to go on from an ended one", async () => {
    const { services } = market;
    const closed = await published(writer, needOf("drill"));
    await commands.close(services, writer, closed);
    const draft = await commands.createDraft(services, writer, "need", needOf("drill"));
    const found = await near(writer, needOf("drill"));
    expect(found.map(({ id, continueBy }) => [id, continueBy])).toEqual([
      [draft.id, null],
      [closed, "copy"],
    ]);
    expect((await near(writer, needOf("drill"), draft.id)).map(({ id }) => id)).toEqual([closed]);
    await services.database.update(post).set({ publication: "expired" }).where(eq(post.id, closed));
    expect((await near(writer, needOf("drill"), draft.id))[0]?.continueBy).toBe("renew");

    const copy = await commands.copyAsDraft(services, writer, closed);
    expect((await near(writer, needOf("drill"), copy.id)).map(({ id }) => id)).toEqual([draft.id]);
  });
});

describe("submission", () => {
  it("stops once to compare, and tells the reviewer what was seen", async () => {
    const { services } = market;
    const draft = await commands.createDraft(services, writer, "need", needOf("cable"));
    const { near: stopped } = await submitUnlessNear(services, writer, "need", draft.id);
    expect(stopped).toHaveLength(1);
    const { post: unsent } = await postForEditing(services, writer, "need", draft.id);
    expect(unsent.draftState).toBe("draft");

    const changed = await commands.saveDraft(
      services,
      writer,
      "need",
      draft.id,
      needOf("cable", { goal: "一年" }),
      unsent.revision,
    );
    await expect(
      submitDespiteNear(services, writer, "need", draft.id, unsent.revision),
    ).rejects.toMatchObject({ code: "conflict" });
    await submitDespiteNear(services, writer, "need", draft.id, changed.revision);
    const told = await nearAtSubmission(services, organizer, draft.id);
    expect(told.map(({ id }) => id)).toEqual(stopped.map(({ id }) => id));
    expect(await nearAtSubmission(services, writer, draft.id)).toEqual([]);
  });

  it("goes on when nothing is alike, and says what is missing before it compares", async () => {
    const { services } = market;
    const draft = await commands.createDraft(services, writer, "need", needOf("yeast"));
    expect(await submitUnlessNear(services, writer, "need", draft.id)).toEqual({ near: [] });
    expect(await nearAtSubmission(services, organizer, draft.id)).toEqual([]);
    const copy = needOf("kiln", { deadline: null });
    const unfinished = await commands.createDraft(services, writer, "need", copy);
    await expect(submitUnlessNear(services, writer, "need", unfinished.id)).rejects.toMatchObject({
      code: "incomplete",
    });
  });

  it("goes on without the check while search is unavailable", async () => {
    const down = () => Promise.reject(new SearchUnavailable("down"));
    const services = {
      ...market.services,
      matcher: { ...market.services.matcher, similarTo: down },
    };
    const stranger = await createPerson(services);
    const draft = await commands.createDraft(services, stranger, "need", needOf("kiln"));
    expect(await submitUnlessNear(services, stranger, "need", draft.id)).toEqual({ near: [] });
  });
});
