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

/** For the browser's file chooser. */
export const acceptedExtensions = Object.values(allowedTypes)
  .flat()
  .map((extension) => `.${extension}`)
  .join(",");
