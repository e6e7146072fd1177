import type { TFunction } from "i18next";
import type { Heading } from "./headings.ts";
import type { TableSource } from "./read-table.server.ts";
import { columnLetters, type TextEncoding } from "./table.ts";

const encodings: Record<TextEncoding, string> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
  gb18030: "GB 18030",
  "windows-1252": "Windows-1252",
};

const separators = {
  ",": "comma",
  ";": "semicolon",
  "\t": "tab",
  "|": "bar",
  "，": "wideComma",
  "；": "wideSemicolon",
  ":": "colon",
} as const;

const isNamed = (sign: string): sign is keyof typeof separators => Object.hasOwn(separators, sign);

/** Which sheet, row, encoding and separator were taken, in sentences. */
export function readingText(t: TFunction, source: TableSource): string[] {
  const { text, sheet, sheets, headingLine, headingRows } = source;
  const rows =
    headingRows === 1
      ? String(headingLine)
      : t("office:reading.rows", { from: headingLine, to: headingLine + headingRows - 1 });
  const others = sheets.filter((name) => name !== sheet);
  return [
    text !== null
      ? t("office:reading.text", {
          encoding: encodings[text.encoding],
          separator: isNamed(text.separator)
            ? t(`office:separator.${separators[text.separator]}`)
            : t("office:separator.other", { sign: text.separator }),
          rows,
        })
      : t("office:reading.sheet", { sheet, rows }),
    ...(others.length > 0
      ? [t("office:reading.otherSheets", { names: others.join(t("office:reading.comma")) })]
      : []),
    ...(text !== null && text.strayLine !== null
      ? [t("office:reading.stray", { count: text.strayBytes, line: text.strayLine })]
      : []),
  ];
}

/** A column of the file by its letter, or its number in a text, and what stands over it. */
export function columnText(
  t: TFunction,
  { text }: TableSource,
  { place, text: heading }: Heading,
): string {
  const column = text === null ? columnLetters(place) : String(place + 1);
  return heading === ""
    ? t("office:reading.columnBare", { column })
    : t("office:reading.columnNamed", { column, heading });
}
