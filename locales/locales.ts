import { readFileSync } from 'node:fs';
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';

export const locales = ['en', 'es', 'ru'] as const;
export type Locale = (typeof locales)[number];

/** Returns the sentence of a key in one language, with its arguments. @throws Error for an unknown key or argument */
export type Translate = (key: string, args?: Record<string, FluentVariable>) => string;

const bundles = new Map<Locale, FluentBundle>(locales.map((locale) => [locale, readBundle(locale)]));

/** The `Translate` of a language; Fluent applies its plural rules. */
export function translator(locale: Locale): Translate {
  const bundle = bundles.get(locale)!;
  return (key, args) => {
    const pattern = bundle.getMessage(key)?.value;
    if (!pattern) throw new Error(`locale ${locale} has no sentence "${key}"`);
    const errors: Error[] = [];
    const sentence = bundle.formatPattern(pattern, args ?? {}, errors);
    if (errors[0]) throw new Error(`locale ${locale}, sentence "${key}": ${errors[0].message}`);
    return sentence;
  };
}

/** True for the code of a language in which the program has sentences. */
export const isLocale = (value: string | undefined): value is Locale =>
  locales.some((locale) => locale === value);

function readBundle(locale: Locale): FluentBundle {
  const bundle = new FluentBundle(locale, { useIsolating: false });
  const errors = bundle.addResource(
    new FluentResource(readFileSync(new URL(`./${locale}.ftl`, import.meta.url), 'utf8')),
  );
  if (errors[0]) throw errors[0];
  return bundle;
}
