import fs from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const compressible = /\.(css|html|js|json|svg|txt|webmanifest)$/;
/** Below it, what an encoding saves does not fill a packet. */
const fewestBytes = 1_000;

/** Puts a .br and a .gz as small as they get beside each file of a folder that is worth it. */
export async function compressFiles(folder: string): Promise<void> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && compressible.test(entry.name));
  for (const { parentPath, name } of files) {
    const file = path.join(parentPath, name);
    const content = await fs.readFile(file);
    if (content.length < fewestBytes) continue;
    const [smallest, widest] = await Promise.all([
      promisify(brotliCompress)(content, {
        params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
      }),
      promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
    ]);
    await Promise.all([fs.writeFile(`${file}.br`, smallest), fs.writeFile(`${file}.gz`, widest)]);
  }
}
