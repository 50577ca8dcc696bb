import type { ReportMatch, ReportModel } from '../../../engine/report/report-model.ts';

/** A match with the given fields changed. */
export const matchOf = (label: string, mutual: number, change: Partial<ReportMatch> = {}): ReportMatch => ({
  label,
  age: 31,
  photoPath: null,
  place: 1,
  mutual,
  band: [Math.max(0, mutual - 12), Math.min(100, mutual + 12)],
  moved: { visual: 15.2, personality: 4.1, biological: -6.4 },
  coverage: 1,
  phases: { visual: 88, personality: 64, biological: 31 },
  answer: { wtm: 5, wouldMeet: true },
  ...change,
});

/** A report of these matches. */
export const reportOf = (
  matches: readonly ReportMatch[],
  change: Partial<ReportModel> = {},
): ReportModel => ({
  locale: 'en',
  study: 'Pilot of spring',
  code: 'P-7F3K',
  date: new Date('2026-11-20T10:00:00Z'),
  basis: {
    visual: { collected: 14, of: 14, version: 'drawn-1' },
    personality: { collected: 42, of: 42, version: 'piip-7.1' },
    biological: { collected: 3, of: 3, version: 'hla-2' },
  },
  weights: { visual: 40, personality: 30, biological: 30 },
  personalityPercentile: true,
  hlaByNameOnly: true,
  traits: { lust: 0.2, gluttony: 0.4, greed: 0.63, sloth: null, wrath: 0, envy: 1, pride: 0.5 },
  matches,
  preregistrationHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  ...change,
});
