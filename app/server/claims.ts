import fs from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { StartRefused } from "./environment.ts";

/**
 * Makes sure that nothing listens on a port yet.
 *
 * @throws StartRefused naming the variable
 */
export function requireFreePort(variable: string, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      reject(new StartRefused(listenRefusal(variable, host, port, error)));
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

/** One line that names the variable to mend. */
export function listenRefusal(
  variable: string,
  host: string,
  port: number,
  { code = "", message }: NodeJS.ErrnoException,
): string {
  if (code === "EADDRINUSE")
    return `${variable}: port ${port} is in use; set ${variable} to another`;
  if (code === "EACCES")
    return `${variable}: this user may not listen on ${port}; set ${variable} above 1023`;
  return `HOST: cannot listen on ${host}:${port} (${code || message})`;
}

/**
 * Keeps a second server from using the same data folder.
 *
 * @returns a function that gives the folder up
 * @throws StartRefused when a living server has it
 */
export async function claimHome(home: string): Promise<() => Promise<void>> {
  const file = path.join(home, "server.pid");
  await fs.mkdir(home, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new StartRefused(
      `DUIJIE_HOME: ${home} cannot be made (${error.code}); set it to a folder of this user`,
    );
  });
  const other = await runningServer(home);
  if (other !== null)
    throw new StartRefused(
      `DUIJIE_HOME: ${home} is in use by the running server with process number ${other}`,
    );
  await fs.writeFile(file, String(process.pid)).catch((error: NodeJS.ErrnoException) => {
    throw new StartRefused(`DUIJIE_HOME: ${home} cannot be written (${error.code})`);
  });
  return () => fs.rm(file, { force: true });
}

/** The process number of the living server that has the data folder, if there is one. */
export async function runningServer(home: string): Promise<number | null> {
  const file = path.join(home, "server.pid");
  const pid = Number(await fs.readFile(file, "utf8").catch(() => "0"));
  return pid > 0 && pid !== process.pid && (await isServer(pid)) ? pid : null;
}

/** After a crash the number may belong to another program, so its command line is looked at. */
async function isServer(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const command = await fs.readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
  return command === null || /app\/server\/(start|dev)\.ts|^duijie: supervisor/.test(command);
}
