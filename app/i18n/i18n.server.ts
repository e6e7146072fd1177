import { createCookie } from "@remix-run/node";
import { createInstance, type i18n, type TFunction } from "i18next";
import { initReactI18next } from "react-i18next";
import { RemixI18Next } from "remix-i18next/server";
import { en } from "./en/index.ts";
import {
  acceptedLanguage,
  asLanguage,
  fallbackLanguage,
  languages,
  type Language,
} from "./languages.ts";
import { sharedOptions } from "./options.ts";
import { zhCN } from "./zh-CN/index.ts";

const resources = { "zh-CN": zhCN, en };

/** Keeps the language a person chose; POST /locale sets it. */
export const localeCookie = createCookie("locale", {
  path: "/",
  sameSite: "lax",
  httpOnly: true,
  maxAge: 365 * 24 * 60 * 60,
});

const detector = new RemixI18Next({
  detection: {
    supportedLanguages: [...languages],
    fallbackLanguage,
    cookie: localeCookie,
    order: ["cookie", "custom"],
    findLocale: async (request) => acceptedLanguage(request.headers.get("Accept-Language")),
  },
});

/** The language of this request: the person's choice, else what the browser asks for, else Chinese. */
export async function localeOf(request: Request): Promise<Language> {
  return asLanguage(await detector.getLocale(request));
}

/** An instance of i18next for rendering one page in this language. */
export async function instanceFor(language: Language): Promise<i18n> {
  const instance = createInstance();
  await instance.use(initReactI18next).init({ ...sharedOptions, lng: language, resources });
  return instance;
}

const translators = new Map<Language, Promise<TFunction>>();

/** The translations of a language for loaders, actions and mail. */
export function translatorFor(language: Language): Promise<TFunction> {
  const known = translators.get(language);
  if (known) return known;
  const made = createInstance().init({ ...sharedOptions, lng: language, resources });
  translators.set(language, made);
  return made;
}

/** The translations for the person who sent this request. */
export async function getT(request: Request): Promise<TFunction> {
  return translatorFor(await localeOf(request));
}
