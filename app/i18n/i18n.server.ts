import { createCookie } from "@remix-run/node";
import { createInstance, type i18n, type TFunction } from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "#app/i18n/en/index.ts";
import { acceptedLanguage, fallbackLanguage, languages, type Language } from "./languages.ts";
import { optionsFor } from "./options.ts";
import { zhCN } from "#app/i18n/zh-CN/index.ts";

const resources = { "zh-CN": zhCN, en };

/** Keeps the language a person chose; POST /locale sets it. */
export const localeCookie = createCookie("locale", {
  path: "/",
  sameSite: "lax",
  httpOnly: true,
  maxAge: 365 * 24 * 60 * 60,
});

/** The language of this request: the person's choice, else what the browser asks for, else Chinese. */
export async function localeOf({ headers }: Request): Promise<Language> {
  const chosen: unknown = await localeCookie.parse(headers.get("Cookie"));
  return (
    languages.find((language) => language === chosen) ??
    acceptedLanguage(headers.get("Accept-Language")) ??
    fallbackLanguage
  );
}

const instances = new Map<Language, Promise<i18n>>();

/**
 * i18next for rendering pages in this language, the same for all requests: nothing in
 * it belongs to one. As in the browser it has this language's texts only.
 */
export function instanceFor(language: Language): Promise<i18n> {
  const known = instances.get(language);
  if (known) return known;
  const made = makeInstance(language);
  instances.set(language, made);
  return made;
}

async function makeInstance(language: Language): Promise<i18n> {
  const instance = createInstance();
  await instance.use(initReactI18next).init(optionsFor(language, resources[language]));
  const t = remembering(instance);
  instance.t = t;
  instance.getFixedT = new Proxy(instance.getFixedT, { apply: () => t });
  return instance;
}

/** A page has hundreds of texts, most without variables: each of these is looked up once. */
function remembering(instance: i18n): TFunction {
  const texts = new Map<string, unknown>();
  return new Proxy(instance.t, {
    apply(translate, self, [key, ...variables]: [string, ...unknown[]]) {
      if (variables.length > 0) return Reflect.apply(translate, self, [key, ...variables]);
      const known = texts.get(key);
      if (known !== undefined) return known;
      const text: unknown = Reflect.apply(translate, self, [key]);
      if (instance.exists(key)) texts.set(key, text);
      return text;
    },
  });
}

/** The translations of a language for loaders, actions and mail. */
export async function translatorFor(language: Language): Promise<TFunction> {
  return (await instanceFor(language)).t;
}

/** The translations for the person who sent this request. */
export async function getT(request: Request): Promise<TFunction> {
  return translatorFor(await localeOf(request));
}
