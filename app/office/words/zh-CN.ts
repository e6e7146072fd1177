export const office = {
  failure: {
    unreadable: "文件无法读取，可能已损坏或不完整。请用表格软件打开后另存，再上传。",
    notATable: "这不是表格文件。请上传XLSX、XLS或CSV。",
    locked: "文件设有密码。请去掉密码后再上传。",
    tooLarge: "文件内容太多，读不完。请去掉用不到的工作表和格式，或分成几个文件。",
    noColumns: "没有认出任何一列。请在下面指明列名所在的工作表和行，或改用模板中的列名。",
    empty: "文件里没有数据行。",
  },
  problem: {
    cellError: "单元格里是错误值“{{value}}”，请改正公式或填写内容",
    cellLongNumber:
      "单元格里的数字太长，表格软件已丢掉后面的数位。请把该列的格式设为“文本”，再重新填写",
    cellNumber:
      "号码“{{value}}”存成了数字，开头的0等可能已丢失。请把该列的格式设为“文本”，再重新填写",
  },
  separator: {
    comma: "逗号",
    semicolon: "分号",
    tab: "制表符",
    bar: "竖线",
    wideComma: "全角逗号",
    wideSemicolon: "全角分号",
    colon: "冒号",
    other: "“{{sign}}”",
  },
  reading: {
    title: "文件是这样读的",
    sheet: "读取的是工作表“{{sheet}}”，列名在第{{rows}}行。",
    page: "读取的是文件中的表格，列名在第{{rows}}行。",
    text: "按{{encoding}}编码、以{{separator}}分隔读取，列名在第{{rows}}行。",
    rows: "{{from}}至{{to}}",
    otherSheets: "没有读取的工作表：{{names}}",
    stray_other: "有{{count}}个字节不属于这一编码，最先出现在第{{line}}行，请核对那里的文字。",
    comma: "、",
    columnNamed: "{{column}}列“{{heading}}”",
    columnBare: "{{column}}列",
    none: "文件里没有",
  },
  choice: {
    where: "指明列名所在的工作表和行",
    open: "换一种读法",
    sheet: "工作表",
    headingLine: "列名从第几行开始",
    columns: "各列的来源",
    submit: "重新核对",
    hint: "换了工作表或列名所在的行，各列会重新辨认。",
  },
} as const;
