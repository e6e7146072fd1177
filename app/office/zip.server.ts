import { unzipSync, zipSync, type UnzipFileInfo } from "fflate";
import { UnreadableFile } from "./table.ts";

/** What an office file may unpack to, in bytes, and of how many parts; readers get nothing larger. */
const unpackedMost = 120 * 1024 * 1024;
const partsMost = 2_000;

/** Parts that no reader of words and numbers needs. */
const notRead = /(^|\/)(media|embeddings|fonts|thumbnails?|printerSettings)\/|vbaProject\.bin$/i;

export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;

/**
 * An office file (a ZIP) packed anew without pictures and without compression, so that the
 * libraries that read it can unpack no more than was allowed here. Memory is taken for what a
 * part says that it is; one that turns out longer is refused.
 *
 * @throws UnreadableFile tooLarge or unreadable
 */
export function tamedZip(bytes: Uint8Array): { zip: Uint8Array; parts: string[] } {
  let [unpacked, count] = [0, 0];
  const filter = ({ name, originalSize }: UnzipFileInfo): boolean => {
    if (notRead.test(name)) return false;
    unpacked += originalSize;
    count += 1;
    if (unpacked > unpackedMost || count > partsMost)
      throw new UnreadableFile("tooLarge", "unpacks to more than is read");
    return true;
  };
  try {
    const parts = unzipSync(bytes, { filter });
    return { zip: zipSync(parts, { level: 0 }), parts: Object.keys(parts) };
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile("unreadable", "is not a whole ZIP file", { cause: error });
  }
}
