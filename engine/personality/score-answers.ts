import { HarmoniaError } from '../../foundation/errors.ts';
import type { Sin } from '../ports/phases.ts';
import { questionnaireShape, questionOf, type Instrument } from './instrument.ts';
import { sins, type TraitScores } from './sins.ts';

/** Why a record may be unreliable. A flagged record is kept (protocol invariant 9). */
export type AnswerFlag = 'attention-failed' | 'straight-lining' | 'too-fast';

export interface PersonalityScores {
  instrumentVersion: string;
  traits: TraitScores;
  /** Attention checks answered as instructed, and answered otherwise. An unanswered one counts in neither. */
  attention: { passed: number; failed: number };
  flags: AnswerFlag[];
}

const minimumAnswered = questionnaireShape.itemsPerSin - 1;
/** Half of the items are reversed, so careful answers are hardly ever the same this often. */
const straightLiningShare = 0.8;
/** Fewer answers than this may be equal by chance. */
const straightLiningMinimum = 14;
/** Two seconds an item: the cut-off of Huang et al. 2012 (J. Bus. Psychol. 27:99) for answering without reading. */
const hastyMs = 2000;

/**
 * Scores the answers of one person, a pure function of this phase's own snapshot (protocol invariant 4).
 * Trait = (mean - 1) / 4 after reversing; null when fewer than 5 of its 6 items were answered.
 * @param answers item id → 1–5
 * @param dwellMs item id → milliseconds from showing to answering, where known
 * @throws HarmoniaError `bad-request` for an id of another instrument or a value outside 1–5.
 */
export function scoreAnswers(
  instrument: Instrument,
  answers: ReadonlyMap<string, number>,
  dwellMs: ReadonlyMap<string, number> = new Map(),
): PersonalityScores {
  for (const [id, value] of answers) requireAnswer(instrument, id, value);
  const traits = Object.fromEntries(sins.map((sin) => [sin, traitOf(instrument, sin, answers)])) as Record<
    Sin,
    number | null
  >;
  const checked = instrument.attentionChecks.filter(({ id }) => answers.has(id));
  const passed = checked.filter(({ id, expected }) => answers.get(id) === expected).length;
  const attention = { passed, failed: checked.length - passed };
  const flags: AnswerFlag[] = [];
  if (attention.failed > 0) flags.push('attention-failed');
  if (isStraightLining(instrument, answers)) flags.push('straight-lining');
  if (medianOf([...dwellMs.values()]) < hastyMs) flags.push('too-fast');
  return { instrumentVersion: instrument.version, traits, attention, flags };
}

/** An answer in the direction of its trait, 1–5. */
export const keyed = (item: Pick<Instrument['items'][number], 'reversed'>, value: number): number =>
  item.reversed ? 6 - value : value;

function traitOf(instrument: Instrument, sin: Sin, answers: ReadonlyMap<string, number>): number | null {
  const values = instrument.items
    .filter((item) => item.sin === sin && answers.has(item.id))
    .map((item) => keyed(item, answers.get(item.id)!));
  if (values.length < minimumAnswered) return null;
  return (values.reduce((sum, value) => sum + value, 0) / values.length - 1) / 4;
}

// The share of the most frequent answer does not depend on the order in which answers were stored; the longest run of
// equal answers would.
function isStraightLining(instrument: Instrument, answers: ReadonlyMap<string, number>): boolean {
  const counts = [0, 0, 0, 0, 0];
  let total = 0;
  for (const { id } of instrument.items) {
    const value = answers.get(id);
    if (value === undefined) continue;
    counts[value - 1]! += 1;
    total += 1;
  }
  return total >= straightLiningMinimum && Math.max(...counts) / total >= straightLiningShare;
}

function requireAnswer(instrument: Instrument, id: string, value: number): void {
  if (!questionOf(instrument, id)) {
    throw new HarmoniaError('bad-request', `${instrument.version} has no item "${id.slice(0, 40)}"`);
  }
  if (!Number.isInteger(value) || value < 1 || value > 5) {
    throw new HarmoniaError('bad-request', `the answer to ${id} is not a whole number from 1 to 5`);
  }
}

function medianOf(values: readonly number[]): number {
  if (values.length === 0) return Number.POSITIVE_INFINITY;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
