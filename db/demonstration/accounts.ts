import type { DemonstrationAccount } from "./types.ts";

/** The password of every demonstration account. */
export const demonstrationPassword = "duijie-demo-2026";

/** Named by their roles; the first four are those that the start of the server tells of. */
export const accounts = [
  {
    key: "enterprise",
    name: "企业演示账号",
    email: "enterprise@duijie.example",
    platformRole: "member",
    memberships: [{ organisation: "materials", role: "owner" }],
  },
  {
    key: "university",
    name: "高校演示账号",
    email: "university@duijie.example",
    platformRole: "member",
    memberships: [{ organisation: "university", role: "owner" }],
  },
  {
    key: "organizer",
    name: "组织方演示账号",
    email: "organizer@duijie.example",
    platformRole: "organizer",
    memberships: [{ organisation: "organizer", role: "owner" }],
  },
  {
    key: "administrator",
    name: "管理员演示账号",
    email: "admin@duijie.example",
    platformRole: "administrator",
    memberships: [],
  },
  {
    key: "enterprise_editor",
    name: "企业编辑演示账号",
    email: "editor@duijie.example",
    platformRole: "member",
    memberships: [{ organisation: "machinery", role: "editor" }],
  },
  {
    key: "enterprise_reader",
    name: "企业成员演示账号",
    email: "reader@duijie.example",
    platformRole: "member",
    memberships: [{ organisation: "materials", role: "reader" }],
  },
  {
    key: "institute",
    name: "研究院演示账号",
    email: "institute@duijie.example",
    platformRole: "member",
    memberships: [{ organisation: "institute", role: "owner" }],
  },
  {
    key: "broker",
    name: "技术经纪人演示账号",
    email: "broker@duijie.example",
    platformRole: "member",
    memberships: [
      { organisation: "power", role: "editor" },
      { organisation: "environment", role: "editor" },
    ],
  },
  {
    key: "university_editor",
    name: "高校编辑演示账号",
    email: "university-editor@duijie.example",
    platformRole: "member",
    memberships: [{ organisation: "engineering", role: "editor" }],
  },
  {
    key: "foreign",
    name: "Demo account of a foreign institute",
    email: "foreign@duijie.example",
    platformRole: "member",
    memberships: [{ organisation: "foreign", role: "owner" }],
  },
] satisfies DemonstrationAccount[];
