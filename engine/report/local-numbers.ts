import type { PlotLocale } from './plot.ts';

/** Writes numbers as a language does. */
export interface LocalNumbers {
  /** With two decimals, for AUCs and correlations. */
  two(value: number): string;
  /** With three decimals, for probabilities. */
  three(value: number): string;
  /** With two decimals and a sign, for differences. */
  signed(value: number): string;
  whole(value: number): string;
  /** A share, 0–1, in whole percent. */
  percent(share: number): string;
  /** An interval, as `0.55 – 0.69`. */
  interval(ends: readonly [low: number, high: number], of?: 'two' | 'signed'): string;
}

/** The notation of numbers in a language: decimal signs and the place of the percent sign. */
export function numbersIn(locale: PlotLocale): LocalNumbers {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  const two = new Intl.NumberFormat(locale, digits);
  const three = new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  const signed = new Intl.NumberFormat(locale, { ...digits, signDisplay: 'exceptZero' });
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const numbers: LocalNumbers = {
    two: (value) => two.format(value),
    three: (value) => three.format(value),
    // A minus as wide as the plus.
    signed: (value) => signed.format(value).replace('-', '−'),
    whole: (value) => whole.format(value),
    percent: (share) => percent.format(share),
    interval: ([low, high], of = 'two') => `${numbers[of](low)} – ${numbers[of](high)}`,
  };
  return numbers;
}

/** The notation of numbers for Vega. */
export function vegaNumbers(locale: PlotLocale): {
  decimal: string;
  thousands: string;
  grouping: number[];
  percent: string;
} {
  const parts = new Intl.NumberFormat(locale).formatToParts(123_456.7);
  const sign = (type: 'decimal' | 'group'): string => parts.find((part) => part.type === type)!.value;
  // The sign with the space before it, where the language has one.
  const percent = new Intl.NumberFormat(locale, { style: 'percent' }).format(0).replace('0', '');
  return { decimal: sign('decimal'), thousands: sign('group'), grouping: [3], percent };
}
