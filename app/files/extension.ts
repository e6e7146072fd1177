/** The ending of a clean name from its point on, as it is written; empty where it has none. */
export function extensionOf(name: string): string {
  const found = /\.[\p{L}\p{N}]{1,12}$/u.exec(name);
  return found && found.index > 0 ? found[0] : "";
}
