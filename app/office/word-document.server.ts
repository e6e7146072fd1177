import mammoth from "mammoth";
import { z } from "zod";
import { written } from "#app/text/characters.ts";
import { UnreadableFile } from "./table.ts";
import { isZip, tamedZip } from "./zip.server.ts";

/** A cell of a table in a document, with how many rows it covers. */
export interface DocumentCell {
  text: string;
  rows: number;
}

/** What stands in a document one below the other. */
export type Block = { kind: "paragraph"; text: string } | { kind: "table"; rows: DocumentCell[][] };

/** Of mammoth's own tree of a document, what is read here; other elements are passed through. */
const node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    type: z.string(),
    value: z.string().optional().catch(undefined),
    checked: z.boolean().optional().catch(undefined),
    rowSpan: z.number().optional().catch(undefined),
    children: z.array(node).optional().catch(undefined),
  }),
);
interface Node {
  type: string;
  value?: string | undefined;
  checked?: boolean | undefined;
  rowSpan?: number | undefined;
  children?: Node[] | undefined;
}

/**
 * Reads a document of Word (DOCX): its paragraphs and tables, the boxes in it as ☑ and ☐.
 *
 * @throws UnreadableFile notADocument for another kind of file, unreadable or tooLarge
 */
export async function readDocument(bytes: Buffer): Promise<Block[]> {
  if (!isZip(bytes)) throw new UnreadableFile("notADocument", "is no document of Word (DOCX)");
  const { zip, parts } = tamedZip(bytes);
  if (!parts.includes("word/document.xml"))
    throw new UnreadableFile("notADocument", "is no document of Word (DOCX)");
  let tree: unknown;
  try {
    await mammoth.convertToHtml(
      { buffer: Buffer.from(zip) },
      { transformDocument: (root: unknown) => ((tree = root), root), externalFileAccess: false },
    );
  } catch (error) {
    throw new UnreadableFile("unreadable", "is a broken document", { cause: error });
  }
  const root = node.safeParse(tree);
  if (!root.success) throw new UnreadableFile("unreadable", "has nothing in it");
  return blocksOf(root.data);
}

function blocksOf({ children = [] }: Node): Block[] {
  return children.flatMap((child): Block[] => {
    if (child.type === "table") return [{ kind: "table", rows: rowsOf(child) }];
    if (child.type !== "paragraph") return blocksOf(child);
    const text = written(textOf(child)).trim();
    return text === "" ? [] : [{ kind: "paragraph", text }];
  });
}

const rowsOf = ({ children = [] }: Node): DocumentCell[][] =>
  children.map(({ children: cells = [] }) =>
    cells.map((cell) => ({ text: written(linesOf(cell)).trim(), rows: cell.rowSpan ?? 1 })),
  );

/** The text of a cell, its paragraphs and the rows of a table in it one below the other. */
const linesOf = ({ children = [] }: Node): string =>
  children
    .map((child) => {
      if (child.type === "paragraph") return textOf(child);
      if (child.type !== "table") return linesOf(child);
      return rowsOf(child)
        .map((row) => row.map(({ text }) => text).join(" "))
        .join("\n");
    })
    .join("\n");

function textOf({ type, value, checked, children = [] }: Node): string {
  if (type === "text") return value ?? "";
  if (type === "tab") return "\t";
  if (type === "break") return "\n";
  if (type === "checkbox") return checked ? "☑" : "☐";
  return children.map(textOf).join("");
}
