/**
 * CJK radicals and strokes beside the character that each is a part of, as the Unicode
 * Character Database has them (EquivalentUnifiedIdeograph.txt, 14.0.0), without the Kangxi
 * radicals that NFKC knows. PDF files give texts back with them: ⻢ for 马, ⻋ for 车.
 */
const pairs =
  "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔" +
  "⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸" +
  "⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀㇆𠃌㇏乀㇐一㇑丨㇒丿㇓丿㇔丶㇕𠃍" +
  "㇖乛㇗𠃊㇘𠃎㇙𠄌㇚亅㇛𡿨㇜𠃋㇝乀㇞𠃑㇟乚㇠乙㇡𠄎";

const kangxi = /[\u2F00-\u2FD5\u2E9F\u2EF3]/gu;
const ofTable = /[\u2E80-\u2EF2\u31C0-\u31E3]/gu;

const characters = new Map<string, string>();
const drawn = [...pairs];
for (let at = 0; at < drawn.length; at += 2) characters.set(drawn[at] ?? "", drawn[at + 1] ?? "");

/** The text with characters in the place of radicals that stand for them. */
export const withoutRadicals = (text: string): string =>
  text
    .replace(kangxi, (radical) => radical.normalize("NFKC"))
    .replace(ofTable, (radical) => characters.get(radical) ?? radical);
