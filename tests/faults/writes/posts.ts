import { createHash } from "node:crypto";
import type pg from "pg";
import type { Person } from "../people.ts";
import type { Random } from "../random.ts";
import { attempt, leadsTo, once, type Doing, type Write } from "./write.ts";

const words =
  "碳化硅 石墨烯 烧结 薄膜 激光 焊接 轴承 减速器 涂层 传感器 电池 隔膜 催化剂 光刻胶 芯片 封装 铝合金 钛合金 复合材料 树脂 纤维 织物 染色 抗菌 药物 缓释 支架 影像 机器人 伺服 液压 密封 泵阀 叶片 齿轮 模具 注塑 增材 粉末 磁性 稀土 电机 逆变 储能 氢能 燃料 电解 脱硫 除尘 污水 膜分离 导热 绝缘 散热 振动 噪声 疲劳 腐蚀 检测 视觉 算法".split(
    " ",
  );

/** A text that is like no other, so that no post is held back as nearly the same. */
const prose = (random: Random, length: number): string =>
  Array.from({ length }, () => `${random.pick(words)}${random.below(1_000)}`).join("与");

const pathOf = ({ kind }: Person): string => (kind === "enterprise" ? "/needs" : "/results");

function formOf(person: Person, mark: string, random: Random): [string, string][] {
  const text = `${prose(random, 14)}，末尾${mark}`;
  return [
    ["title", `${random.pick(words)}${random.pick(words)}${mark}`],
    ["cluster", "frontier_materials"],
    ["keywords[0]", mark],
    ...(person.kind === "enterprise"
      ? ([
          ["problem", text],
          ["deadline", "2030-06-30"],
        ] satisfies [string, string][])
      : ([
          ["abstract", text],
          ["innovation", prose(random, 6)],
        ] satisfies [string, string][])),
    ["indicators[0].name", "热导率"],
    ["indicators[0].comparison", "ge"],
    ["indicators[0].value", String(100 + random.below(100))],
    ["indicators[0].unit", "W/(m·K)"],
    ["trl", "6"],
    ["cooperationModes[0]", "commissioned_development"],
    ["amountToBeAgreed", "on"],
    ["contactName", "技术中心"],
    ["contactEmail", "contact@faults.example"],
    ["visibility", "public"],
  ];
}

/** A draft is there once and whole: its last field and the end of its text came with it. */
async function whole(pool: pg.Pool, write: Write): Promise<string[]> {
  const found = await once(pool, write, "the post", "post WHERE title LIKE $1", [`%${write.mark}`]);
  const { rows } = await pool.query(
    `SELECT FROM post WHERE title LIKE $1 AND coalesce(draft, content)::text NOT LIKE $2`,
    [`%${write.mark}`, `%末尾${write.mark}%`],
  );
  return rows.length > 0 ? [...found, "the post is there without its text"] : found;
}

export const drafting: Doing = {
  weight: 3,
  run: async (scene, person, random) => {
    const write = attempt(scene, "draft", person, random);
    const form = formOf(person, write.mark, random);
    const answer = await person.client.post(`${pathOf(person)}/new`, [...form, ["step", "save"]]);
    const path = leadsTo(answer, /^(\/(?:needs|results)\/[\w-]+)\/edit/);
    if (path === undefined) return;
    write.acknowledged = true;
    scene.drafts.push({ person, path, files: 0 });
  },
  checks: { draft: whole },
};

export const submitting: Doing = {
  weight: 3,
  run: async (scene, person, random) => {
    const write = attempt(scene, "submission", person, random);
    const form = formOf(person, write.mark, random);
    const answer = await person.client.post(`${pathOf(person)}/new`, [...form, ["step", "submit"]]);
    const path = leadsTo(answer, /^(\/(?:needs|results)\/[\w-]+)\?view=draft/);
    if (path === undefined) return;
    write.acknowledged = true;
    scene.submitted.push({ person, path, mark: write.mark });
  },
  checks: {
    submission: async (pool, write) => {
      const wrong = await whole(pool, write);
      if (wrong.length > 0 || !write.acknowledged) return wrong;
      return once(
        pool,
        write,
        "the submission",
        "post WHERE title LIKE $1 AND (draft_state = 'submitted' OR publication = 'published')",
        [`%${write.mark}`],
      );
    },
  },
};

export const approving: Doing = {
  weight: 4,
  run: async (scene, _person, random) => {
    const post = scene.submitted.shift();
    if (!post) return;
    const page = await scene.organizer.get(`${post.path}?view=draft`);
    const version = /name="version" value="(\d+)"/.exec(page?.body ?? "")?.[1];
    if (version === undefined) return void scene.submitted.push(post);
    const write = attempt(scene, "approval", post.person, random, { post: post.mark });
    const answer = await scene.organizer.post(post.path, [
      ["step", "approve"],
      ["version", version],
    ]);
    if (leadsTo(answer, /^(\/review)/) === undefined) return;
    write.acknowledged = true;
    scene.published.push({ person: post.person, path: post.path, asked: new Set() });
  },
  checks: {
    approval: async (pool, write) => {
      const { rows } = await pool.query<{ publication: string; versions: number; told: number }>(
        `SELECT publication,
           (SELECT count(*)::int FROM post_version v WHERE v.post_id = p.id) AS versions,
           (SELECT count(*)::int FROM notification n WHERE n.user_id = $2
              AND n.occasion LIKE 'review_approved:' || p.id || ':%') AS told
         FROM post p WHERE title LIKE $1`,
        [`%${write.facts.post}`, write.person.userId],
      );
      const [found] = rows;
      if (!found) return ["the approved post is not there"];
      const wanted = found.publication === "published" ? 1 : 0;
      return [
        ...(write.acknowledged && wanted === 0
          ? ["the approval was acknowledged and is lost"]
          : []),
        ...(found.versions === wanted ? [] : [`the post has ${found.versions} versions`]),
        ...(found.told === wanted ? [] : [`its author was told ${found.told} times`]),
      ];
    },
  },
};

const signature = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

export const uploading: Doing = {
  weight: 3,
  run: async (scene, person, random) => {
    const draft = scene.drafts.find((one) => one.person === person && one.files < 8);
    if (!draft) return;
    draft.files += 1;
    const size = random.chance(0.15)
      ? 5_500_000 + random.below(2_000_000)
      : 500 + random.below(300_000);
    const content = Buffer.concat([
      signature,
      random.bytes(64),
      Buffer.alloc(size, random.bytes(997)),
    ]);
    const sha256 = createHash("sha256").update(content).digest("hex");
    const write = attempt(scene, "upload", person, random, {
      sha256,
      size: String(content.length),
    });
    const form = new FormData();
    form.append("file", new File([content], `${write.mark}.png`, { type: "image/png" }));
    const postId = draft.path.split("/").at(-1);
    const answer = await person.client.send(`/posts/${postId}/attachments`, form);
    write.acknowledged = answer?.status === 200 && answer.body.includes('"error":null');
  },
  checks: {
    upload: async (pool, write) => {
      const wrong = await once(pool, write, "the file", "attachment WHERE name = $1", [
        `${write.mark}.png`,
      ]);
      const { rows } = await pool.query<{ sha256: string; size: string }>(
        "SELECT sha256, size FROM attachment WHERE name = $1",
        [`${write.mark}.png`],
      );
      const broken = rows.filter(
        ({ sha256, size }) => sha256 !== write.facts.sha256 || size !== write.facts.size,
      );
      return broken.length > 0 ? [...wrong, "the file was recorded with other bytes"] : wrong;
    },
  },
};
