import "i18next";
import type { namespaces } from "./options.ts";
import type { zhCN } from "#app/i18n/zh-CN/index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    /** All namespaces are always there, so `t("posts:title")` is checked everywhere. */
    defaultNS: typeof namespaces;
    resources: typeof zhCN;
    returnNull: false;
  }
}
