export const tasks = {
  title: "要做什么",
  dueOn: "完成期限",
  due: "{{date}}前",
  dueLine: "完成期限：{{date}}",
  overdue: "已逾期",
  dueToday: "今天到期",
  done: "标为完成",
  reopen: "恢复为未完成",
  doneList_other: "已完成{{count}}项",
} as const;
