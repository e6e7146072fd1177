import { crc32, deflateRawSync } from "node:zlib";
import { bytesOf } from "./case.ts";
import type { Random } from "./random.ts";

/** A file as a browser would send it; its content as bytes. */
export interface TriedFile {
  name: string;
  type: string;
  content: string;
}

interface Entry {
  name: string;
  data: Buffer;
  /** What the directory says of the size, where it lies. */
  claimed?: number;
}

/** An archive of the form that XLSX and DOCX have. */
function archive(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, claimed } of entries) {
    const packed = deflateRawSync(data);
    const title = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claimed ?? data.length, 18);
    fields.writeUInt16LE(title.length, 22);
    parts.push(Buffer.from("PK\x03\x04"), fields, title, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02"), Buffer.from([20, 0]), fields, tail, title);
    offset += 4 + fields.length + title.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, listed, Buffer.from("PK\x05\x06"), end]);
}

const xml = (text: string) => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`);
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const packageTypes = xml(
  `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
);
const links = (target: string, kind: string) =>
  xml(
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"/></Relationships>`,
  );

/** A workbook of one sheet with this XML as its rows. */
const workbook = (rows: string, claimed?: number): Buffer =>
  archive([
    { name: "[Content_Types].xml", data: packageTypes },
    { name: "_rels/.rels", data: links("xl/workbook.xml", "officeDocument") },
    {
      name: "xl/workbook.xml",
      data: xml(
        `<workbook xmlns="${main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
    },
    { name: "xl/_rels/workbook.xml.rels", data: links("worksheets/sheet1.xml", "worksheet") },
    {
      name: "xl/worksheets/sheet1.xml",
      data: xml(`<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`),
      ...(claimed === undefined ? {} : { claimed }),
    },
  ]);

const cell = (reference: string, text: string) =>
  `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
const heading = `<row r="1">${cell("A1", "姓名")}${cell("B1", "邮箱")}${cell("C1", "单位")}${cell("D1", "title")}</row>`;
const person = (row: number) =>
  `<row r="${row}">${cell(`A${row}`, "张三")}${cell(`B${row}`, "zhang@duijie.example")}${cell(`C${row}`, "示范单位")}</row>`;

const table = [
  "姓名,邮箱,单位,职务\n张三,zhang@duijie.example,示范单位,工程师\n",
  "name,email,organisation\nSomebody,some@duijie.example,Some Works\n",
  'words,note\n"氮化镓,GaN",test\n',
];

/** Contents that are the same each time are made once. */
const made = new Map<number, string>();

function contentOf(random: Random): string {
  const number = random.below(contents.length);
  const make = contents[number];
  if (!make) return "";
  const known = made.get(number);
  if (known !== undefined) return known;
  const content = make(random).toString("latin1");
  if (make.length === 0) made.set(number, content);
  return content;
}

const contents: readonly ((random: Random) => Buffer)[] = [
  () => Buffer.alloc(0),
  () => Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"),
  () => Buffer.from("%PDF-1.7\n"),
  () =>
    Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    ),
  () => Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
  () => Buffer.from("GIF89a", "latin1"),
  () => Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
  () => Buffer.from("MZ\x90\0\x03", "latin1"),
  () => Buffer.from("PK\x03\x04", "latin1"),
  () => Buffer.from("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "latin1"),
  () => workbook(heading + person(2)),
  () => workbook(""),
  () => workbook(heading + '<row r="999999999"><c r="XFD999999999"><v>1</v></c></row>'),
  () => workbook(heading + '<row r="2"><c r="A2" t="s"><v>99999</v></c></row>'),
  () => workbook(heading + '<row r="2"><c r="A2" s="9"><f>1/0</f><v>#DIV/0!</v></c>'),
  () => workbook(`${heading}<row r="2"><c r="A2"><v>1e999</v></c></row>`),
  (random) => workbook(heading + person(2)).subarray(0, 40 + random.below(900)),
  () => workbook(heading + Array.from({ length: 3_000 }, (_, row) => person(row + 2)).join("")),
  () => workbook(heading + `<row r="2">${cell("A2", "a".repeat(4_000_000))}</row>`),
  () => workbook(heading + " ".repeat(30_000_000)),
  () => workbook(heading + " ".repeat(3_000_000), 10),
  () => workbook(heading + person(2), 0xffffffff),
  () => archive([{ name: "../../evil.xml", data: xml("<a/>") }]),
  () => archive([{ name: "word/document.xml", data: xml("<w:document/>") }]),
  () => archive([]),
  (random) => Buffer.from(`\uFEFF${random.pick(table)}`, "utf16le"),
  (random) => Buffer.from(random.pick(table)),
  (random) => Buffer.from(`\uFEFF${random.pick(table)}`),
  () => Buffer.from("\xd0\xd5\xc3\xfb,\xd3\xca\xcf\xe4\n\xd5\xc5\xc8\xfd,a@b.cn\n", "latin1"),
  () => Buffer.from('a,b,c\n1,2\n"unclosed'),
  () => Buffer.from("\0\0\0\0\0\0"),
  () => Buffer.from(`姓名,邮箱\n${"张\0三,x@y.example\n".repeat(20)}`),
  () => Buffer.from(`${"列,".repeat(20_000)}\n`),
  () => Buffer.from(`words\n${"a|b|c\n".repeat(5_000)}`),
  () => Buffer.from(`name\n${"x".repeat(300_000)}\n`),
  (random) => Buffer.from(Array.from({ length: 2_000 }, () => random.below(256))),
];

const names = [
  "表.xlsx",
  "list.csv",
  "list.txt",
  "list.tsv",
  "paper.pdf",
  "paper.docx",
  "image.png",
  "image.jpg",
  "a.exe",
  "noending",
  ".xlsx",
  "",
  "../../../etc/passwd.pdf",
  "a\0b.pdf",
  "长".repeat(400) + ".pdf",
  'quo"te.pdf',
  "CON.pdf",
  "a/b\\c.csv",
] as const;

const types = [
  "application/octet-stream",
  "application/pdf",
  "image/png",
  "text/csv",
  "text/csv; charset=gb18030",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "text/html",
  "nonsense",
  "",
] as const;

/** A file that is right, broken, or something else than it says. */
export function triedFile(random: Random): TriedFile {
  return {
    name: random.pick(names),
    type: random.pick(types),
    content: contentOf(random),
  };
}

/** A part of a multipart body with a file. */
export const filePart = (field: string, file: TriedFile): string =>
  `Content-Disposition: form-data; name="${field}"; filename="${bytesOf(file.name).replace(/"/g, "%22")}"\r\n` +
  `${file.type ? `Content-Type: ${file.type}\r\n` : ""}\r\n${file.content}`;
