import type { Sin } from '../ports/phases.ts';

/** The seven traits in their fixed order: the order of vectors, tables and charts. */
export const sins = [
  'lust',
  'gluttony',
  'greed',
  'sloth',
  'wrath',
  'envy',
  'pride',
] as const satisfies readonly Sin[];

/** One person's traits, 0 (not at all) to 1 (very much); null where too little was answered. */
export type TraitScores = Readonly<Record<Sin, number | null>>;
