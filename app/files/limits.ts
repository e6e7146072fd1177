/** Bytes of one file at most. */
export const maximumSize = 20 * 1024 * 1024;
/** Bytes of one file of synonyms at most. */
export const maximumSynonyms = 2 * 1024 * 1024;
export const maximumFiles = 10;

/** The kinds of files a post may have, by media type as read from their content. */
export const allowedTypes: Record<string, string[]> = {
  "application/pdf": ["pdf"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx"],
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": ["pptx"],
  /** The container of doc, xls and ppt. */
  "application/x-cfb": ["doc", "xls", "ppt"],
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/webp": ["webp"],
  "image/gif": ["gif"],
};

/** What a picture on a page may be. */
export const pictureTypes: Record<string, string[]> = {
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/webp": ["webp"],
};

/** What a scan that proves something may be. */
export const scanTypes: Record<string, string[]> = {
  "application/pdf": ["pdf"],
  ...pictureTypes,
};

const tableEndings = ["xlsx", "xls", "csv", "tsv", "txt", "et", "ods"];

/**
 * What a table to import may be; text has no type that could be read from its content. Endings
 * are often wrong: a web page saved as XLS, a workbook named CSV. The reader goes by the content.
 */
export const tableTypes: Record<string, string[]> = {
  "": tableEndings,
  "text/html": tableEndings,
  "application/xml": tableEndings,
  "application/zip": tableEndings,
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": tableEndings,
  "application/vnd.ms-excel.sheet.macroenabled.12": tableEndings,
  "application/vnd.ms-excel.sheet.binary.macroenabled.12": tableEndings,
  "application/vnd.oasis.opendocument.spreadsheet": tableEndings,
  "application/x-cfb": tableEndings,
};

/** What a form with a file tells its person before sending: the endings of names, and bytes at most. */
const acceptedOf = (types: Record<string, string[]>) => ({
  extensions: [...new Set(Object.values(types).flat())],
  most: maximumSize,
});
export const acceptedFiles = acceptedOf(allowedTypes);
export const acceptedPictures = acceptedOf(pictureTypes);
export const acceptedScans = acceptedOf(scanTypes);
export const acceptedTables = acceptedOf(tableTypes);
export const acceptedSynonyms = { extensions: tableEndings, most: maximumSynonyms };
export const acceptedWordForms = { extensions: ["docx"], most: maximumSize };
