export const review = {
  title: "审核",
  empty: "没有待审核的内容",
  emptyText: "新的提交会自动出现在这里。",
  waiting: "提交于{{time}}",
  decide: "审核决定",
  approve: "通过并发布",
  return: "退回修改",
  reject: "不予通过",
  comment: "审核意见",
  commentHint: "退回或不予通过时必填，发布单位会看到。",
} as const;
