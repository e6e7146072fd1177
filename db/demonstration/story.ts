/** An invented deal between two invented organisations, with the story that both consented to. */
export const demonstrationStory = {
  /** Keys of the organisations, and the title of the need it began with. */
  demand: "machinery",
  supply: "university",
  need: "挖掘机回转减速器齿轮抗点蚀与降噪",
  message: "我们在齿面微观修形和复合强化方面有成熟工艺，希望了解贵方的工况和载荷谱。",
  title: "齿面复合强化让回转减速器寿命延长一倍（演示）",
  titleEn: "Gear surfaces that last twice as long (demonstration)",
  body: "示范重工在平台上发布了回转减速器齿轮抗点蚀的需求，示范理工大学以齿面微观修形与复合强化工艺应答。双方两周内完成样件试制，台架试验中点蚀寿命延长一倍，噪声下降三分贝，随后签订技术开发合同并投入小批量生产。\n\n本案例为演示数据，其中的单位和数字均为虚构。",
  bodyEn:
    "Demo Heavy Equipment posted its need for gears that resist pitting, and Demo University of Technology answered with micro-geometry and combined surface hardening. Samples were made within two weeks; on the test bench they lasted twice as long and were three decibels quieter. A development contract followed, and a first small series.\n\nThis story is demonstration data; organisations and figures are invented.",
  pictureText: "",
} as const;
