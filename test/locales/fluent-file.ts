import { readFileSync } from 'node:fs';
import { FluentResource } from '@fluent/bundle';
import type { Locale } from '../../locales/locales.ts';

/** One sentence of a Fluent file: its variables and its choices. */
export interface Sentence {
  key: string;
  variables: string[];
  /** The cases of each choice in order; an exact number stands as its digits. */
  choices: { on: string; cases: string[] }[];
}

/** Reads the sentences of a language. A key that occurs twice is returned twice. */
export function sentencesOf(locale: Locale): Sentence[] {
  const text = readFileSync(new URL(`../../locales/${locale}.ftl`, import.meta.url), 'utf8');
  return new FluentResource(text).body.map(({ id, value }) => {
    const sentence: Sentence = { key: id, variables: [], choices: [] };
    collect(value, sentence);
    sentence.variables = [...new Set(sentence.variables)].toSorted();
    return sentence;
  });
}

/**
 * The keys at the beginning of lines. Fluent's parser skips a broken sentence without an error, but its key is here.
 */
export const keysWritten = (locale: Locale): string[] =>
  readFileSync(new URL(`../../locales/${locale}.ftl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => /^[^\s#]/.test(line))
    .map((line) => line.split('=')[0]!.trim());

interface Choice {
  type: 'select';
  selector: { name?: string };
  variants: { key: { value: string | number }; value: unknown }[];
}

function collect(value: unknown, sentence: Sentence): void {
  if (Array.isArray(value)) for (const part of value) collect(part, sentence);
  if (typeof value !== 'object' || value === null || !('type' in value)) return;
  if (value.type === 'var' && 'name' in value) sentence.variables.push(String(value.name));
  if (value.type === 'select') {
    const { selector, variants } = value as Choice;
    sentence.choices.push({
      on: selector.name ?? '',
      cases: variants.map(({ key }) => String(key.value)),
    });
    collect(selector, sentence);
    for (const variant of variants) collect(variant.value, sentence);
  }
}
