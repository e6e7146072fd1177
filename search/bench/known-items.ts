import type { SearchEngine } from "../engine.ts";
import type { Paper } from "../training/data.ts";
import { paperDocument } from "../training/graded.ts";
import type { Peer } from "./peers.ts";

const depth = 10;

interface Task {
  name: string;
  /** What is indexed of a paper: never what is asked. */
  indexed(paper: Paper): Paper;
  query(paper: Paper): string;
}

const tasks: Task[] = [
  {
    name: "keywords to paper (title and abstract indexed)",
    indexed: (paper) => ({ ...paper, keywords: [] }),
    query: ({ keywords }) => keywords.join(" "),
  },
  {
    name: "title to paper (abstract and keywords indexed)",
    indexed: (paper) => ({ ...paper, title: "" }),
    query: ({ title }) => title,
  },
];

type Ask = (query: string) => Promise<string[]>;

/**
 * Looks for each paper by its keywords and by its title: how often it stands first
 * (success@1), the mean of one over its place among ten (MRR@10), and how many of
 * the ten found are of the paper's discipline (precision@10, the paper left out).
 */
export async function measureKnownItems(
  papers: Paper[],
  peers: Peer[],
  engines: SearchEngine[],
): Promise<void> {
  if (papers.length === 0) return;
  const discipline = new Map(papers.map((paper) => [paper.id, paper.discipline]));
  for (const task of tasks) {
    console.log(`\nknown items: ${task.name}, ${papers.length} papers`);
    const indexed = papers.map(task.indexed);
    for (const peer of peers) {
      const opened = await peer.open(
        indexed.map(({ id, title, abstract, keywords }) => ({
          id,
          title,
          body: [keywords.join(" "), abstract].join("\n"),
        })),
      );
      await measure(peer.name, papers, task, discipline, async (query) =>
        [...(await opened.ask(query))]
          .filter(([, score]) => score > 0)
          .sort((a, b) => b[1] - a[1])
          .slice(0, depth + 1)
          .map(([id]) => id),
      );
      await opened.close?.();
    }
    for (const engine of engines) {
      await engine.rebuild(
        (async function* () {
          yield indexed.map(paperDocument);
        })(),
      );
      await measure(`duijie, ${engine.name}`, papers, task, discipline, async (query) => {
        const { hits } = await engine.search({
          text: query,
          filters: {},
          audiences: ["public"],
          sort: "relevance",
          offset: 0,
          limit: depth + 1,
          now: new Date(),
        });
        return hits.map(({ document }) => document.id);
      });
    }
  }
}

async function measure(
  name: string,
  papers: Paper[],
  task: Task,
  discipline: ReadonlyMap<string, string>,
  ask: Ask,
): Promise<void> {
  let first = 0;
  let reciprocal = 0;
  let precision = 0;
  for (const paper of papers) {
    const found = await ask(task.query(paper));
    const place = found.indexOf(paper.id);
    if (place === 0) first += 1;
    if (place >= 0 && place < depth) reciprocal += 1 / (place + 1);
    const others = found.filter((id) => id !== paper.id).slice(0, depth);
    precision += others.filter((id) => discipline.get(id) === paper.discipline).length / depth;
  }
  const mean = (sum: number): string => (sum / papers.length).toFixed(3);
  console.log(
    `${name.padEnd(34)} success@1 ${mean(first)}  MRR@10 ${mean(reciprocal)}  precision@10 by discipline ${mean(precision)}`,
  );
}
