import type { ColumnNames } from "#app/office/headings.ts";
import { sessionFiles as english } from "#app/sessions/registrations/words/en.ts";
import { sessionFiles as chinese } from "#app/sessions/registrations/words/zh-CN.ts";
import { registrationColumns, type RegistrationColumn } from "./registration-columns.ts";

/** What offices write over these columns, beside what the template does. */
const usualHeadings: Record<RegistrationColumn, readonly string[]> = {
  organisation: [
    "单位全称",
    "单位",
    "工作单位",
    "所在单位",
    "参会单位",
    "报名单位",
    "企业名称",
    "公司名称",
    "公司",
    "机构名称",
    "机构",
    "company",
    "institution",
  ],
  code: ["社会信用代码", "信用代码", "统一信用代码", "统一社会信用代码号", "机构代码", "USCC"],
  kind: ["单位性质", "单位类别", "机构类型", "企业性质", "type"],
  city: [
    "城市",
    "设区市",
    "所在市",
    "所属城市",
    "所在地区",
    "地区",
    "所在地",
    "属地",
    "单位所在地",
    "region",
  ],
  cluster: [
    "集群",
    "产业集群",
    "所在集群",
    "先进制造业集群",
    "所属产业集群",
    "产业领域",
    "行业领域",
  ],
  name: [
    "参会人姓名",
    "参会人员姓名",
    "参会人员",
    "参会人",
    "参会代表",
    "代表姓名",
    "联系人姓名",
    "联系人",
    "full name",
    "contact",
  ],
  email: [
    "电子邮箱",
    "电子邮件",
    "邮件",
    "邮箱地址",
    "电子信箱",
    "E-mail",
    "mail",
    "email address",
  ],
  phone: [
    "手机号",
    "手机号码",
    "移动电话",
    "联系手机",
    "联系电话",
    "联系方式",
    "电话",
    "电话号码",
    "mobile",
    "telephone",
    "tel",
  ],
  position: ["职务职称", "职称", "岗位", "职位", "title", "job title"],
  absences: ["不能参加时段", "不便时段", "不能参会时间", "不便参加的时间", "unavailable"],
  posts: ["带来的需求", "带来的成果", "需求或成果", "对接项目"],
};

/** All names by which a column of a file of registrations is known. */
export const registrationHeadings = Object.fromEntries(
  registrationColumns.map((column) => [
    column,
    [chinese.column[column], english.column[column], column, ...usualHeadings[column]],
  ]),
) as unknown as ColumnNames<RegistrationColumn>;

/** Columns that offices have for themselves; nobody needs to be told that they are not read. */
export const unreadHeadings = /^(序号|编号|no\.?|#|签到|签名)$/i;
