import { useEffect } from "react";
import { backupKeyOf } from "#app/posts/parts/draft-backup.tsx";

/** Once the text is on the server, its copies in this browser are not offered again. */
export function useForgottenBackup(
  typedBy: string,
  names: string[],
  saved: boolean,
  version: number,
): void {
  const keys = names.map((name) => backupKeyOf(typedBy, name)).join(" ");
  useEffect(() => {
    if (saved) for (const key of keys.split(" ")) localStorage.removeItem(key);
  }, [keys, saved, version]);
}
