import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ClusterBadge } from "#app/ui/cluster-badge.tsx";
import { Badge, StateBadge } from "#app/ui/parts.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import type { PostLine } from "#app/posts/queries.server.ts";
import { codeName } from "#app/i18n/codes.ts";
import { useFormat } from "#app/i18n/use-format.ts";

/** Posts by state, for their own organisation and for organizers. */
export function PostList({
  lines,
  note,
}: {
  lines: PostLine[];
  note?: (line: PostLine) => ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className="space-y-2">
      {lines.map((line) => {
        const draftOnly = line.state === line.draftState;
        return (
          <li key={line.id} className="card space-y-1">
            <div className="flex flex-wrap items-center gap-2">
              <Badge>{t(`search:kind.${line.kind}`)}</Badge>
              {line.cluster ? <ClusterBadge cluster={line.cluster} /> : null}
              <StateBadge
                state={line.state}
                label={codeName(t, draftOnly ? "draftStates" : "publications", line.state)}
              />
              {!draftOnly && line.draftState ? (
                <StateBadge
                  state={line.draftState}
                  label={codeName(t, "draftStates", line.draftState)}
                />
              ) : null}
            </div>
            <h2 className="text-base">
              <Link
                to={`/${line.kind}s/${line.id}${line.draftState ? "?view=draft" : ""}`}
                className="text-accent hover:underline"
              >
                {line.title || t("common:notSpecified")}
              </Link>
            </h2>
            <p className="text-sm text-ink-soft">
              {note ? note(line) : <RelativeTime at={line.updatedAt} />}
              {line.expiresAt && line.state === "published"
                ? ` · ${t("posts:expires", { date: format.date(line.expiresAt) })}`
                : ""}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
