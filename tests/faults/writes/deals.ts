import { randomUUID } from "node:crypto";
import type { Answer } from "../people.ts";
import { attempt, leadsTo, once, type Doing, type Write } from "./write.ts";

export const expressing: Doing = {
  weight: 4,
  run: async (scene, person, random) => {
    const posts = scene.published.filter(
      (one) => one.person.kind !== person.kind && !one.asked.has(person.organisationId),
    );
    const post = random.pick(posts);
    if (!post) return;
    post.asked.add(person.organisationId);
    const write = attempt(scene, "interest", person, random, { to: post.person.userId });
    const answer = await person.client.post(post.path, [
      ["step", "express"],
      ["message", `愿意面谈${write.mark}`],
    ]);
    const path = leadsTo(answer, /^(\/interests\/[\w-]+)/);
    if (path === undefined) return;
    write.acknowledged = true;
    scene.interests.push({ owner: post.person, path, mark: write.mark });
  },
  checks: {
    interest: async (pool, write) => {
      const message = `愿意面谈${write.mark}`;
      const wrong = await once(pool, write, "the interest", "interest WHERE message = $1", [
        message,
      ]);
      const { rows } = await pool.query<{ deals: number; told: number }>(
        `SELECT (SELECT count(*)::int FROM deal d WHERE d.interest_id = i.id) AS deals,
           (SELECT count(*)::int FROM notification n WHERE n.user_id = $2
              AND n.occasion = 'interest_received:' || i.id) AS told
         FROM interest i WHERE message = $1`,
        [message, write.facts.to],
      );
      for (const { deals, told } of rows)
        if (deals !== 1 || told !== 1)
          wrong.push(`the interest opened ${deals} deals and was told ${told} times`);
      return wrong;
    },
  },
};

export const accepting: Doing = {
  weight: 4,
  run: async (scene, _person, random) => {
    const asked = scene.interests.shift();
    if (!asked) return;
    const { owner, path, mark } = asked;
    const write = attempt(scene, "acceptance", owner, random, { interest: mark });
    const answer = await owner.client.post(path, [["step", "accept"]]);
    if (leadsTo(answer, /^(\/interests\/)/) === undefined) return;
    write.acknowledged = true;
    const deal = leadsTo(await owner.client.get(path), /^(\/deals\/[\w-]+)/);
    if (deal !== undefined) scene.deals.push({ people: [owner], path: deal });
  },
  checks: {
    acceptance: async (pool, write) => {
      const { rows } = await pool.query<{ state: string; stage: string }>(
        `SELECT i.state, d.stage FROM interest i JOIN deal d ON d.interest_id = i.id
         WHERE i.message = $1`,
        [`愿意面谈${write.facts.interest}`],
      );
      const [found] = rows;
      if (!found) return ["the accepted interest is not there"];
      if (write.acknowledged && found.state !== "accepted")
        return ["the acceptance was acknowledged and is lost"];
      return (found.state === "accepted") === (found.stage === "interest")
        ? [`the interest is ${found.state}, its deal at ${found.stage}`]
        : [];
    },
  },
};

/** A form that carries a key of its own is sent again as people do; it must be kept once all the same. */
async function sendTwice(send: () => Promise<Answer | null>, write: Write): Promise<void> {
  for (let attempts = 0; attempts < 2 && !write.acknowledged; attempts += 1)
    write.acknowledged = leadsTo(await send(), /^(\/deals\/)/) !== undefined;
}

export const messaging: Doing = {
  weight: 3,
  run: async (scene, _person, random) => {
    const deal = random.pick(scene.deals);
    const person = deal && random.pick(deal.people);
    if (!deal || !person) return;
    const key = randomUUID();
    const write = attempt(scene, "message", person, random, { key });
    await sendTwice(
      () =>
        person.client.post(deal.path, [
          ["step", "message"],
          ["clientKey", key],
          ["body", `您好，${write.mark}`],
        ]),
      write,
    );
  },
  checks: {
    message: (pool, write) =>
      once(pool, write, "the message", "deal_message WHERE client_key = $1 OR body LIKE $2", [
        write.facts.key,
        `%${write.mark}`,
      ]),
  },
};

export const tasking: Doing = {
  weight: 2,
  run: async (scene, _person, random) => {
    const deal = random.pick(scene.deals);
    const person = deal && random.pick(deal.people);
    if (!deal || !person) return;
    const key = randomUUID();
    const write = attempt(scene, "task", person, random, { key });
    await sendTwice(
      () =>
        person.client.post(deal.path, [
          ["step", "task"],
          ["clientKey", key],
          ["title", `寄送样品${write.mark}`],
          ["assignee", person.kind === "enterprise" ? "supply" : "demand"],
          ["dueOn", "2030-05-01"],
        ]),
      write,
    );
  },
  checks: {
    task: async (pool, write) => {
      const wrong = await once(pool, write, "the task", "deal_task WHERE client_key = $1", [
        write.facts.key,
      ]);
      const { rows } = await pool.query<{ told: number }>(
        `SELECT (SELECT count(*)::int FROM notification n
                 WHERE n.occasion = 'deal_task_assigned:' || t.id) AS told
         FROM deal_task t WHERE client_key = $1`,
        [write.facts.key],
      );
      return rows.some(({ told }) => told !== 1)
        ? [...wrong, `the other side was told of the task ${rows[0]?.told} times`]
        : wrong;
    },
  },
};
