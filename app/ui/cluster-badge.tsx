import { useTranslation } from "react-i18next";
import { codeName } from "#app/i18n/codes.ts";

/** A cluster by name, with its hue beside it; the hue never stands for the name. */
export function ClusterBadge({ cluster, short = false }: { cluster: string; short?: boolean }) {
  const { t } = useTranslation();
  return (
    <span data-cluster={cluster} className="cluster-badge">
      {codeName(t, short ? "clustersShort" : "clusters", cluster)}
    </span>
  );
}
