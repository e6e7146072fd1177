import { pinyin } from "pinyin-pro";
import { normalise } from "../text/normalise.ts";
import { dictionary, partsOf, runsOf } from "../text/segment.ts";

/** One Chinese character with its syllable, or one Latin word or number, which sounds as it is written. */
export interface Sign {
  text: string;
  sound: string;
  chinese: boolean;
  /** Whether a word begins here. */
  opens: boolean;
}

/** The characters and words of a text, each with how it is typed: ü as v, without tones. */
export function signsOf(text: string): Sign[] {
  return runsOf(normalise(text)).flatMap((run): Sign[] => {
    if (!run.chinese)
      return partsOf(run.text).map((part) => ({
        text: part,
        sound: part,
        chinese: false,
        opens: true,
      }));
    const characters = [...run.text];
    const sounds = soundsOf(run.text, characters);
    const opening = new Set<number>();
    let at = 0;
    for (const word of dictionary().cut(run.text, true)) {
      opening.add(at);
      at += [...word].length;
    }
    return characters.map((character, index) => ({
      text: character,
      sound: sounds[index] ?? character,
      chinese: true,
      opens: opening.has(index),
    }));
  });
}

const untoned = { toneType: "none", type: "array", v: true } as const;

/** Characters of several readings sound as their word says: 重庆 is chongqing, 重工 zhonggong. */
function soundsOf(run: string, characters: string[]): string[] {
  const together = pinyin(run, untoned);
  return together.length === characters.length
    ? together
    : characters.map((character) => pinyin(character, untoned)[0] ?? character);
}

/** A text as it is looked up by: letters, digits and characters without anything between. */
export const squeeze = (text: string): string =>
  normalise(text)
    .replaceAll("ü", "v")
    .replaceAll(/[^\p{L}\p{N}]/gu, "");

/** How a text is typed in full and by the first letters of its syllables. */
export function typedForms(text: string): { pinyin: string; initials: string } {
  const signs = signsOf(text);
  return { pinyin: signs.map(({ sound }) => sound).join(""), initials: initialsOf(signs) };
}

/** First letters of syllables; Latin words whole. */
export const initialsOf = (signs: Sign[]): string =>
  signs.map(({ sound, chinese }) => (chinese ? (sound[0] ?? "") : sound)).join("");

const syllables = new Set(
  "a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo e ei en eng er fa fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ng ni nian niang niao nie nin ning niu nong nou nu nuan nuo nv nve o ou pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao te tei teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo".split(
    " ",
  ),
);
const begun = new Set(
  [...syllables].flatMap((whole) =>
    Array.from(whole, (_letter, length) => whole.slice(0, length + 1)),
  ),
);
const longestSyllable = 6;
const shortForm = /^(?:[zcs]h|[bpmfdtnlgkhjqxrzcswyaoe])$/;

/** A typed syllable; an open one may go on: "sh" stands for shi and for shang. */
export interface Typed {
  text: string;
  open: boolean;
}

const mostReadings = 24;

/**
 * The ways to read typed letters as syllables, whole or shortened to their
 * first letters, the last also half typed; the ones with fewer syllables
 * first, and of those the ones that begin longer. Empty when the letters cannot
 * be pinyin.
 */
export function readingsOf(letters: string): Typed[][] {
  if (!/^[a-z]{1,40}$/.test(letters)) return [];
  const piecesAt = Array.from(letters, (_, at) => piecesFrom(letters, at));
  /** Whether the letters from here on can be read as so many syllables. */
  const known = new Map<number, boolean>();
  const readable = (at: number, count: number): boolean => {
    if (at === letters.length) return count === 0;
    if (count === 0) return false;
    const key = at * 64 + count;
    const before = known.get(key);
    if (before !== undefined) return before;
    const is = piecesAt[at]?.some(({ text }) => readable(at + text.length, count - 1)) ?? false;
    known.set(key, is);
    return is;
  };
  const found: Typed[][] = [];
  const read = (at: number, count: number, before: Typed[]): void => {
    if (found.length >= mostReadings) return;
    if (at === letters.length) return void found.push(before);
    for (const piece of piecesAt[at] ?? [])
      if (readable(at + piece.text.length, count - 1))
        read(at + piece.text.length, count - 1, [...before, piece]);
  };
  for (let count = 1; count <= letters.length && found.length < mostReadings; count += 1)
    if (readable(0, count)) read(0, count, []);
  return found;
}

/** What the letters from here can begin with, the longest first. */
function piecesFrom(letters: string, at: number): Typed[] {
  const pieces: Typed[] = [];
  for (let length = Math.min(longestSyllable, letters.length - at); length > 0; length -= 1) {
    const text = letters.slice(at, at + length);
    const last = at + length === letters.length;
    if (syllables.has(text)) pieces.push({ text, open: last });
    else if (shortForm.test(text) || (last && begun.has(text))) pieces.push({ text, open: true });
    if (syllables.has(text) && shortForm.test(text) && !last) pieces.push({ text, open: true });
  }
  return pieces;
}

/** Every sound of one character: 重 is zhong and chong. */
export const soundsOfCharacter = (character: string): string[] => [
  ...new Set(pinyin(character, { ...untoned, multiple: true })),
];
