import { bytesOf, roles, wellFormed, type HttpCase } from "../case.ts";
import { hostileJson, hostileValue } from "../values.ts";
import type { Making } from "./context.ts";
import { disguised } from "./disguise.ts";

const endpoints = [
  "ok",
  "error",
  "get-session",
  "sign-in/email",
  "sign-in/social",
  "sign-up/email",
  "sign-out",
  "request-password-reset",
  "forget-password",
  "reset-password",
  "reset-password/x",
  "reset-password/%00",
  "verify-email",
  "send-verification-email",
  "change-email",
  "change-password",
  "update-user",
  "update-session",
  "delete-user",
  "delete-user/callback",
  "list-sessions",
  "revoke-session",
  "revoke-other-sessions",
  "list-accounts",
  "link-social",
  "unlink-account",
  "refresh-token",
  "get-access-token",
  "account-info",
  "callback/x",
  "verify-password",
  "organization/create",
  "organization/update",
  "organization/check-slug",
  "organization/set-active",
  "organization/get-full-organization",
  "organization/list",
  "organization/list-members",
  "organization/list-invitations",
  "organization/list-user-invitations",
  "organization/invite-member",
  "organization/cancel-invitation",
  "organization/accept-invitation",
  "organization/get-invitation",
  "organization/reject-invitation",
  "organization/remove-member",
  "organization/update-member-role",
  "organization/get-active-member",
  "organization/get-active-member-role",
  "organization/leave",
  "organization/has-permission",
  "../auth/ok",
  "nowhere",
  "%00",
  "%",
  "",
] as const;

const names = [
  "email",
  "password",
  "newPassword",
  "currentPassword",
  "name",
  "image",
  "token",
  "callbackURL",
  "redirectTo",
  "organizationId",
  "organizationSlug",
  "organizationName",
  "slug",
  "memberId",
  "memberIdOrEmail",
  "invitationId",
  "id",
  "role",
  "userId",
  "providerId",
  "accountId",
  "permissions",
  "data",
  "kind",
  "region",
  "nameEn",
  "website",
  "profile",
  "metadata",
  "logo",
  "locale",
  "platformRole",
  "rememberMe",
  "limit",
  "offset",
  "sortBy",
  "filterField",
  "filterValue",
  "membersLimit",
] as const;

/** An endpoint of the account library, reached beside the product's own forms. */
export function askAccounts(making: Making): HttpCase {
  const { random, world, origin } = making;
  const endpoint = random.pick(endpoints);
  const field = (name: string) =>
    random.weighted<() => unknown>([
      [4, () => (/Id$|^id$/.test(name) ? world.anyId(random) : hostileValue(random, world))],
      [3, () => hostileJson(random, world)],
      [1, () => world.anyKey(random)],
      [1, () => "enterprise@duijie.example"],
    ])();
  const chosen = names.filter(() => random.one(4));
  const given = Object.fromEntries(chosen.map((name) => [name, field(name)]));
  const reads = random.one(3);
  const query = chosen
    .map((name) => `${name}=${encodeURIComponent(wellFormed(String(given[name])).slice(0, 1_000))}`)
    .join("&");
  const method = reads
    ? "GET"
    : random.weighted([
        [20, "POST"],
        [1, "PUT"],
        [1, "DELETE"],
        [1, "HEAD"],
        [1, "OPTIONS"],
        [1, "TRACE"],
        [1, "PATCH"],
      ] as const);
  const body = random.weighted<() => string>([
    [12, () => JSON.stringify(given)],
    [2, () => JSON.stringify(hostileJson(random, world))],
    [
      1,
      () =>
        random.pick(["", "{", "null", "[]", '"x"', "\0", '{"a":"\\u0000"}', '{"email":"\\ud800"}']),
    ],
    [1, () => query],
  ])();
  const withBody = !["GET", "HEAD", "TRACE"].includes(method);
  return disguised(making, {
    kind: "http",
    label: `account ${method} ${endpoint}`,
    as: random.pick(roles),
    method,
    path: `/api/auth/${endpoint}${reads || random.one(6) ? `?${query}` : ""}`,
    headers: [
      ["Origin", origin],
      ...(withBody
        ? ([
            [
              "Content-Type",
              random.weighted([
                [12, "application/json"],
                [1, "text/plain"],
                [1, "application/x-www-form-urlencoded"],
                [1, "multipart/form-data"],
              ] as const),
            ],
          ] as [string, string][])
        : []),
    ],
    body: withBody ? bytesOf(body) : null,
  });
}
