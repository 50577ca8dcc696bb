import { readFileSync } from 'node:fs';
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';

export const locales = ['en', 'es', 'ru'] as const;
export type Locale = (typeof locales)[number];

/** Turns a key and its arguments into a sentence of one language. An unknown key throws: a test finds it first. */
export type Translate = (key: string, args?: Record<string, FluentVariable>) => string;

const bundles = new Map<Locale, FluentBundle>(locales.map((locale) => [locale, readBundle(locale)]));

/** The sentence maker of a language; plural rules come from Fluent. */
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

/** True for a language this program speaks. */
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
