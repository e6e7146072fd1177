import { initialsOf, signsOf, type Sign } from "./pinyin.ts";

/** What one suggestion is found by: the rest of it from one of its places on, as written or as typed. */
export interface Key {
  key: string;
  /** Whether it is the whole suggestion and not a part inside. */
  start: boolean;
}

/** Longer keys tell nothing more. */
export const longestKey = 40;

/**
 * Every key of a text: what follows each character as written, and what follows
 * each word in full pinyin and in initials, so that a prefix search finds 石墨烯
 * by 石墨, 墨烯, shimox and smx, and 石墨烯导热膜 by daore too.
 */
export function keysOf(text: string): Key[] {
  const signs = signsOf(text);
  const keys = new Map<string, boolean>();
  const add = (key: string, start: boolean) => {
    const kept = cut(key);
    if (kept !== "") keys.set(kept, start || (keys.get(kept) ?? false));
  };
  signs.forEach((sign, at) => {
    const rest = signs.slice(at);
    add(rest.map((one) => one.text).join(""), at === 0);
    if (!sign.opens || !rest.some(({ chinese }) => chinese)) return;
    for (const sounds of writingsOfSounds(rest)) add(sounds, at === 0);
    if (rest.length > 1) add(initialsOf(rest), at === 0);
  });
  return [...keys].map(([key, start]) => ({ key, start }));
}

/** 铝 is typed lv by most, and lu by who does not know better. */
function writingsOfSounds(signs: Sign[]): string[] {
  const sounds = signs.map(({ sound }) => sound);
  const plain = signs.map(({ sound, chinese }) =>
    chinese && /^[ln]v/.test(sound) ? sound.replace("v", "u") : sound,
  );
  return [sounds.join(""), plain.join("")];
}

const cut = (key: string): string => [...key].slice(0, longestKey).join("");

/** Each sign with its sound, to be matched by a pattern: 石shi 墨mo 烯xi. */
export const readingOf = (text: string): string =>
  signsOf(text)
    .map(({ text: written, sound, chinese }) => (chinese ? `${written}${sound}` : written))
    .join(" ");

/** The Latin words of a text that a mistyped word may have meant. */
export const latinWordsOf = (text: string): string[] => [
  ...new Set(
    signsOf(text)
      .filter(({ chinese }) => !chinese)
      .map(({ text: word }) => word)
      .filter((word) => /^[a-z]{2,40}$/.test(word)),
  ),
];
