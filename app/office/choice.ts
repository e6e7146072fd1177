import type { TableChoice, TableSource } from "./read-table.server.ts";

/**
 * What a person chose, against how the file was read: columns are those of the sheet and row
 * that were shown, so with another sheet or row they are recognised anew.
 */
export function choiceAgainst<Column extends string>(
  source: TableSource<Column> | null,
  { sheet, headingLine, columns }: TableChoice<Column>,
): TableChoice<Column> {
  if (sheet !== undefined && sheet !== source?.sheet) return { sheet };
  if (headingLine !== undefined && headingLine !== source?.headingLine)
    return { sheet, headingLine };
  return { sheet, headingLine, columns };
}
