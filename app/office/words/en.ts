import type { Translated } from "#app/i18n/translated.ts";
import type { office as original } from "./zh-CN.ts";

export const office = {
  failure: {
    unreadable:
      "The file cannot be read; it may be broken or incomplete. Open it in a spreadsheet, save it again and upload that.",
    notATable: "This is not a table. Upload an XLSX, XLS or CSV file.",
    notADocument:
      "This is not a Word document (DOCX). Open an older DOC file in Word and save it as DOCX.",
    locked: "The file is protected by a password. Remove it and upload the file again.",
    tooLarge:
      "The file holds more than can be read. Remove sheets and formatting that are not needed, or split it.",
    noColumns:
      "No column was recognised. Say below in which sheet and row the column names stand, or use those of the template.",
    empty: "The file has no rows.",
  },
  problem: {
    cellError: "The cell shows the error “{{value}}”; correct its formula or its content",
    cellLongNumber:
      "The number in this cell is too long, and the spreadsheet has dropped its last digits. Format the column as text and enter it again",
    cellNumber:
      "“{{value}}” is stored as a number, which drops zeros at its beginning. Format the column as text and enter it again",
  },
  separator: {
    comma: "commas",
    semicolon: "semicolons",
    tab: "tabs",
    bar: "vertical bars",
    wideComma: "full-width commas",
    wideSemicolon: "full-width semicolons",
    colon: "colons",
    other: "“{{sign}}”",
  },
  reading: {
    title: "How the file was read",
    sheet: "Sheet “{{sheet}}” was read, with the column names in row {{rows}}.",
    page: "The table in the file was read, with the column names in row {{rows}}.",
    text: "Read as {{encoding}} with columns separated by {{separator}} and their names in line {{rows}}.",
    rows: "{{from}} to {{to}}",
    otherSheets: "Sheets that were not read: {{names}}",
    stray_one: "{{count}} byte is not of this encoding; look at line {{line}}.",
    stray_other: "{{count}} bytes are not of this encoding; the first is in line {{line}}.",
    comma: ", ",
    columnNamed: "column {{column}}, “{{heading}}”",
    columnBare: "column {{column}}",
    none: "not in the file",
  },
  choice: {
    where: "Say where the column names stand",
    open: "Read it another way",
    sheet: "Sheet",
    headingLine: "The column names begin in row",
    columns: "Where each column comes from",
    submit: "Check again",
    hint: "With another sheet or row, the columns are recognised anew.",
  },
} as const satisfies Translated<typeof original>;
