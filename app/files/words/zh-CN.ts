export const files = {
  sending: "正在上传“{{name}}”",
  progressLabel: "上传进度",
  progress: "已上传{{share}}",
  storing: "已传完，正在保存",
  done: "“{{name}}”已上传",
  doneUnnamed: "文件已上传",
  cancel: "取消上传",
  cancelled: "上传已取消",
  tooLarge: "文件有{{size}}，最大{{most}}",
  wrongType: "不接受这种文件，可以是：{{extensions}}",
  connectionBroke: "网络中断，文件没有保存；请检查网络后重新上传",
  tooLargeOnTheWay:
    "文件在到达本站之前被网络设备拒绝，因为太大，没有保存；请缩小文件，或请网站管理员放宽限制",
  serverAway: "服务器暂时无法接收（状态码{{status}}），文件没有保存；请稍后重新上传",
  notOurs: "收到的回答不是本站发出的（状态码{{status}}），文件可能没有保存；请刷新页面查看",
} as const;
