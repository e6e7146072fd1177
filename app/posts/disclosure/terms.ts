import { createHash } from "node:crypto";

/** The standard confidentiality terms by version; a version that was accepted is never changed. */
export const confidentialityTerms = {
  "2026-1": [
    "一、“保密内容”指披露方就下述事项在本平台向接收方开放的全部文字、指标与附件。",
    "二、接收方仅为评估与洽谈该事项的合作而使用保密内容，不得用于其他目的，不得据以申请知识产权。",
    "三、接收方仅向因上述目的确需知悉的本单位人员披露，并对其行为负责；未经披露方书面同意，不得向第三方披露。",
    "四、已为公众所知、接收方此前已合法持有、自第三方合法取得或独立开发的内容除外；依法必须披露的，应事先通知披露方。",
    "五、披露方可随时收回开放；收回后接收方应停止使用并删除所持副本。",
    "六、保密义务自接受之日起三年有效；双方另订协议的，从其约定。",
    "七、平台记录每次查阅的人员、单位、内容部分与时间，披露方可以查看。",
    "",
    "1. “Confidential content” is all text, indicators and files about the matter below that the disclosing party opens to the receiving party on this platform.",
    "2. The receiving party uses it only to assess and negotiate cooperation on this matter, and files no intellectual property from it.",
    "3. It is shown only to the receiving party's own people who need it for that purpose, for whom it answers, and to no third party without written consent.",
    "4. What is public, was lawfully held before, comes lawfully from others or was developed independently is excepted; a disclosure that law demands is announced beforehand.",
    "5. The disclosing party may take the opening back at any time; use ends then and copies are deleted.",
    "6. The duty lasts three years from acceptance, unless the parties agree otherwise.",
    "7. The platform records who saw which part when; the disclosing party can read the record.",
  ].join("\n"),
} as const;
export type TermsVersion = keyof typeof confidentialityTerms;

/** The version that is offered for acceptance now. */
export const currentTerms: TermsVersion = "2026-1";

export interface TermsParties {
  owner: string;
  receiver: string;
  title: string;
  /** The owner's own terms; empty for none. */
  extraTerms: string;
}

/** The whole text that a receiving organisation accepts. */
export const termsText = (version: TermsVersion, parties: TermsParties): string =>
  [
    `保密条款 / Confidentiality terms ${version}`,
    `事项 / Matter: ${parties.title}`,
    `披露方 / Disclosing party: ${parties.owner}`,
    `接收方 / Receiving party: ${parties.receiver}`,
    "",
    confidentialityTerms[version],
    ...(parties.extraTerms === "" ? [] : ["", "补充条款 / Further terms", parties.extraTerms]),
  ].join("\n");

/** SHA-256 of a text in UTF-8, in hexadecimal: what a signature refers to. */
export const termsHashOf = (text: string): string =>
  createHash("sha256").update(text).digest("hex");
