/** npm run people:promote -- --email X [--role organizer]: gives a person a role on the platform. */
import { parseArgs } from "node:util";
import { z } from "zod";
import { promote } from "#app/accounts/first-administrator.server.ts";
import type { AccountParts } from "#app/accounts/parts.ts";
import { platformRoles, type PlatformRole } from "#app/codes/codes.ts";
import { isRefusal } from "#app/kernel/refusals.ts";
import { commonOptions, runCommand } from "./run.ts";
import { mailAddress } from "#app/kernel/mail-address.ts";

const usage = `usage: npm run people:promote -- --email ADDRESS [--role ${platformRoles.join("|")}]`;
const asked = z.object({
  email: mailAddress,
  role: z.enum(platformRoles).default("administrator"),
  embedded: z.boolean(),
});

function readArguments(): z.infer<typeof asked> | null {
  try {
    const options = {
      email: { type: "string" },
      role: { type: "string" },
      ...commonOptions,
    } as const;
    return asked.safeParse(parseArgs({ options }).values).data ?? null;
  } catch {
    return null;
  }
}

const given = readArguments();
if (given) await runCommand(given, ({ accounts }) => work(accounts, given.email, given.role));
else {
  console.error(usage);
  process.exitCode = 2;
}

async function work(accounts: AccountParts, email: string, role: PlatformRole): Promise<number> {
  try {
    const { mailed } = await promote(accounts, email, role);
    console.log(`${email} is ${role} now.`);
    if (mailed)
      console.log("A mail with a link to set a password goes there while the server runs.");
    return 0;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    console.error(`${email} is the only administrator; make another one first.`);
    return 1;
  }
}
