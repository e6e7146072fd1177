import type { TFunction } from "i18next";
import { codeName } from "#app/i18n/codes.ts";

/** A cluster by name; posts may have none. */
export const clusterName = (t: TFunction, cluster: string): string =>
  cluster === "" ? t("matchQuality:noCluster") : codeName(t, "clusters", cluster);
