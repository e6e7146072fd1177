import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { Button } from "#app/ui/button.tsx";
import { Badge, EmptyState, NextPage } from "#app/ui/parts.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { listNotifications, markRead } from "#app/notifications/centre.server.ts";
import { notificationWords } from "#app/notifications/parts/words.ts";
import { news } from "#app/server/news.ts";
import { safePath, signedIn } from "#app/http/answers.server.ts";
import { step, takesSteps } from "#app/forms/steps.server.ts";
import { pageTitle } from "#app/http/meta.ts";
import { queryOf } from "#app/http/params.ts";
import { getT } from "#app/i18n/i18n.server.ts";
import { useFormat } from "#app/i18n/use-format.ts";
import { notificationGroups } from "#app/codes/codes.ts";
import { useConnected, useWithoutLink } from "#realtime/client.tsx";

const groupName = z.enum(notificationGroups);
const asked = z.object({
  before: z.uuid().optional().catch(undefined),
  group: groupName.optional().catch(undefined),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = await signedIn(context, request);
  const { before, group } = queryOf(request, asked);
  const page = await listNotifications(context.services, viewer, { before, group, limit: 30 });
  return { ...page, group: group ?? null, title: (await getT(request))("notifications:title") };
}

export const meta = ({ data }: { data: { title: string } | undefined }) => pageTitle(data?.title);

export const action = takesSteps("signedIn", {
  steps: {
    readAll: step({
      fields: z.object({ group: groupName.optional() }),
      run: ({ group }, { services, viewer }) =>
        markRead(services, viewer, group === undefined ? "all" : { group }),
    }),
    read: step({
      fields: z.object({ id: z.uuid() }),
      run: async ({ id }, { services, viewer, form }) => {
        await markRead(services, viewer, { id });
        return safePath(form.get("redirectTo") ?? "/notifications");
      },
    }),
  },
});

export default function Notifications() {
  const { t } = useTranslation();
  const format = useFormat();
  const connected = useConnected();
  const withoutLink = useWithoutLink();
  const { lines, next, group } = useLoaderData<typeof loader>();
  return (
    <div className="mx-auto max-w-3xl space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1>{t("notifications:title")}</h1>
        <div className="flex flex-wrap items-center gap-3">
          <Link to="/settings/notifications" className="link">
            {t("notifications:settings")}
          </Link>
          <StepForm step="readAll">
            {group ? <input type="hidden" name="group" value={group} /> : null}
            <Button look="secondary">
              {group ? t("notifications:markGroup") : t("notifications:markAll")}
            </Button>
          </StepForm>
        </div>
      </div>
      <p className="text-sm text-ink-soft" role="status">
        {t(
          `notifications:${connected ? "connected" : withoutLink ? "withoutLink" : "disconnected"}`,
        )}
      </p>
      <Tabs
        label={t("notifications:filter")}
        tabs={[
          { to: "/notifications", label: t("notifications:all"), current: group === null },
          ...news.groups.map(({ name, title }) => ({
            to: `?group=${name}`,
            label: title(t),
            current: name === group,
          })),
        ]}
      />
      {lines.length === 0 ? (
        <EmptyState title={t("notifications:empty")} text={t("notifications:emptyText")} />
      ) : null}
      <ul className="space-y-2">
        {lines.map((line) => {
          const words = notificationWords(line, t, format);
          if (!words) return null;
          return (
            <li key={line.id} className="card">
              <StepForm
                step="read"
                row={{ id: line.id }}
                className="flex flex-wrap items-start justify-between gap-3"
              >
                <input type="hidden" name="redirectTo" value={words.href} />
                <div className="min-w-0 grow basis-60">
                  <p className={line.readAt === null ? "font-semibold" : ""}>{words.title}</p>
                  {words.lines.map((text) => (
                    <p key={text} className="text-sm text-ink-soft">
                      {text}
                    </p>
                  ))}
                  <p className="text-sm text-ink-soft">
                    <RelativeTime at={line.createdAt} />{" "}
                    {line.readAt === null ? (
                      <Badge tone="info">{t("notifications:unread")}</Badge>
                    ) : null}
                  </p>
                </div>
                <Button look="secondary">{t("notifications:open")}</Button>
              </StepForm>
            </li>
          );
        })}
      </ul>
      <NextPage to={next === null ? null : `?${group ? `group=${group}&` : ""}before=${next}`} />
    </div>
  );
}
