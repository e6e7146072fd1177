import { CheckBox, Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from "docx";

/** A cell: its text, with ☑ and ☐ as boxes of Word, and how many columns and rows it covers. */
type Cell = string | { text: string; columns?: number; rows?: number };

const runsOf = (line: string): (TextRun | CheckBox)[] =>
  line
    .split(/([☑☐])/)
    .filter((part) => part !== "")
    .map((part) =>
      /[☑☐]/.test(part) ? new CheckBox({ checked: part === "☑" }) : new TextRun(part),
    );

const paragraphs = (text: string) =>
  text.split("\n").map((line) => new Paragraph({ children: runsOf(line) }));

function cellOf(cell: Cell): TableCell {
  const { text, columns = 1, rows = 1 } = typeof cell === "string" ? { text: cell } : cell;
  return new TableCell({ children: paragraphs(text), columnSpan: columns, rowSpan: rows });
}

/** A document of Word with paragraphs and tables. */
export async function wordDocument(blocks: (string | Cell[][])[]): Promise<Buffer> {
  const children = blocks.flatMap((block): (Paragraph | Table)[] =>
    typeof block === "string"
      ? paragraphs(block)
      : [new Table({ rows: block.map((cells) => new TableRow({ children: cells.map(cellOf) })) })],
  );
  return Packer.toBuffer(new Document({ sections: [{ children }] }));
}

const wide = (text: string, columns = 4): Cell => ({ text, columns });

/** A 技术需求征集表 as provinces lay it out: labels and values side by side, groups at the left, boxes. */
export const needBesides = () =>
  wordDocument([
    "附件1：",
    "江苏省先进制造业集群技术需求征集表",
    [
      [
        { text: "单位信息", rows: 2 },
        "单位名称",
        "苏州恒远（集团）有限公司",
        "单位性质",
        "☑企业 ☐高校",
      ],
      ["联系人", "张工", "联系电话", "0512-6288 0000 / zhang@example.cn"],
      ["需求名称", wide("高导热碳化硅基板低翘曲烧结工艺")],
      ["所属集群", wide("☐新型电力（新能源）装备 ☐工程机械 ☑前沿新材料 ☐集成电路")],
      ["技术领域", wide("先进陶瓷")],
      ["关键词（不超过5个）", wide("碳化硅、翘曲，烧结；基板")],
      ["需解决的主要技术问题（500字以内）", wide("基板烧结后翘曲大，\n良率只有七成。")],
      ["主要技术指标", "指标名称", "目前水平", "要求值", "单位"],
      ["", "热导率", "150", "≥190", "W/(m·K)"],
      ["", "翘曲度", "0.8 mm", "不大于0.3", "mm"],
      ["", "工作温度", "", "-40～150", "℃"],
      ["", "外观", "", "无可见裂纹", ""],
      ["期望的技术成熟度", "7级", "需求时限", wide("2027年6月底前", 2)],
      ["合作方式", wide("☑委托开发 ☐联合开发 ☑技术入股 ☑其他：待商定")],
      ["预算（万元）", "80-150", "四基类别", wide("关键基础材料", 2)],
      ["是否属于进口替代", "是", "公开方式", wide("匿名", 2)],
      ["法定代表人", "王某", "注册资本", wide("5000万元", 2)],
    ],
    "注：本表一式两份。",
  ]);

/** The same kind of form in rows of the whole width: a label, and below it what was written. */
export const needBelow = () =>
  wordDocument([
    "企业技术难题征集表",
    "填报单位：无锡某某科技有限公司",
    [
      [wide("一、难题名称")],
      [wide("低温固化粉末涂料在热敏基材上的附着力")],
      [wide("二、主要问题")],
      [wide("固化温度高于140 ℃时基材变形。\n附着力不足。")],
      [wide("三、技术现状")],
      [wide("试过三家供应商的树脂。")],
      [wide("四、关键技术及主要指标")],
      [wide("固化温度≤120 ℃，附着力≥5 MPa，国产原料。")],
      [wide("五、预期目标：形成量产工艺。")],
      [wide("六、合作方式：委托研发（√）  技术转让（ ）  联合攻关（√）")],
      [wide("七、计划投入资金：面议")],
      [wide("八、完成期限：2027.12.31")],
    ],
    "联系人：李工",
    "手机：13812345678",
    "电子邮箱：li@example.cn",
    "我们还希望参观贵校的中试线。",
  ]);

/** A 科技成果登记表 in two columns, with paragraphs of its own for the longer texts. */
export const resultForm = () =>
  wordDocument([
    "科技成果登记表",
    [
      ["成果名称", "毫米波雷达人体生命体征监测算法"],
      ["完成单位", "某大学"],
      ["主要完成人", "赵某、钱某"],
      ["所属集群", "物联网"],
      ["学科分类", "电子与通信技术"],
      ["成果所处阶段", "TRL 6（中试）"],
      ["知识产权情况", "发明专利 ZL202110123456.7 已授权\n软件著作权 2021SR0123456"],
      ["专利", "ZL 202110123456.7（发明，已授权）；CN202210654321.X（实用新型，申请中）"],
      ["评价形式", "第三方评价"],
      ["转化方式", "许可、作价入股"],
      ["拟转让价格", "120万元"],
      ["密级", "公开"],
      ["联系方式", "孙老师 025-8689 0000 sun@example.edu.cn"],
    ],
    "一、成果简介",
    "在3米内非接触测量心率和呼吸。",
    "误差小于每分钟2次。",
    "二、创新点",
    "与接触式设备相比，无需佩戴。",
    "三、主要技术指标：",
    "心率误差≤2 次，测量距离≥3 m",
    "四、推广应用情况：已在两家养老院试用。",
  ]);
