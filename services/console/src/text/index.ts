import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { zh } from './zh.ts';

const KEPT = 'wanmi.language';

/** Starts the texts in the language chosen last, else Chinese. */
export async function startTexts(): Promise<void> {
  const language = localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh';
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh',
    resources: { zh: { translation: zh }, en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  markLanguage(language);
}

/** Switches between Chinese and English and keeps the choice. */
export async function switchLanguage(): Promise<void> {
  const next = i18next.language === 'en' ? 'zh' : 'en';
  await i18next.changeLanguage(next);
  localStorage.setItem(KEPT, next);
  markLanguage(next);
}

function markLanguage(language: string): void {
  document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
}
