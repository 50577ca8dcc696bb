import { aucDifference, pooledAuc } from './dyadic-figures.ts';
import type { Figure } from './dyadic-interval.ts';
import { scoreColumns, wouldMeetOf } from './score-columns.ts';
import type { StudyRow } from './study-row.ts';
import { tell, toldAtLook } from './tell.ts';
import { missing, type Told } from './told.ts';

/** How much one more kind of evidence adds to the AUC for would-meet, on the same answers. */
export interface Increment {
  /** What is added; the first step compares personal taste with consensus. */
  added: 'taste' | 'personality' | 'biology';
  /** AUC without and with it, and the difference, whose interval is that of paired AUCs. */
  without: Told<number>;
  with: Told<number>;
  difference: Told<Figure>;
}

/** AUC of a phase for an outcome that it should have nothing to do with. */
export interface NegativeControl {
  score: 'personality' | 'biological';
  /** Which pairs: all, or those of two people who share this. */
  within: 'all' | 'language' | 'age-band' | 'language-and-age-band';
  auc: Told<Figure>;
}

/** Of the phases in the fused score; only the ratios matter. */
export type EvidenceWeights = Readonly<Record<'visual' | 'personality' | 'biological', number>>;

const steps = [
  { added: 'taste', without: 'consensus', with: 'visual' },
  { added: 'personality', without: 'visual', with: 'with personality' },
  { added: 'biology', without: 'with personality', with: 'with biology' },
] as const;

/**
 * Consensus, then personal taste, then personality, then biology: each step on the answers that have all that it needs. The
 * later steps fuse as the score does, by the weights over the phases that are in.
 * @param z boundary of the look; absent is 95 %
 */
export function increments(
  rows: readonly StudyRow[],
  weights: EvidenceWeights,
  z: number | undefined,
): Increment[] {
  const extended = rows.map((row): StudyRow => ({
    ...row,
    scores: {
      ...row.scores,
      'with personality': fused(row, weights, ['visual', 'personality']),
      'with biology': fused(row, weights, ['visual', 'personality', 'biological']),
    },
  }));
  return steps.map(({ added, without, with: better }) => {
    const both = extended.filter(({ scores }) => scores[without] != null);
    const column = scoreColumns(both, [better])(wouldMeetOf)[better]!;
    const aucs = tell(column, () => aucDifference(both, better, without));
    if (aucs.value === null) return { added, without: aucs, with: aucs, difference: aucs };
    return {
      added,
      without: { value: aucs.value.worse },
      with: { value: aucs.value.better },
      difference: toldAtLook({ value: aucs.value.difference }, z, [-1, 1]),
    };
  });
}

function fused(
  { scores }: StudyRow,
  weights: EvidenceWeights,
  phases: readonly (keyof EvidenceWeights)[],
): number | null {
  let [sum, total] = [0, 0];
  for (const phase of phases) {
    const own = scores[phase] ?? null;
    if (own === null) return null;
    sum += weights[phase] * own;
    total += weights[phase];
  }
  return total > 0 ? sum / total : null;
}

type Pairs = NegativeControl['within'];

const same = (row: StudyRow, group: 'language' | 'ageBand'): boolean => {
  const own = row.actorGroups?.[group] ?? null;
  return own !== null && own === row.partnerGroups?.[group];
};

const isWithin: Readonly<Record<Pairs, (row: StudyRow) => boolean>> = {
  all: () => true,
  language: (row) => same(row, 'language'),
  'age-band': (row) => same(row, 'ageBand'),
  'language-and-age-band': (row) => same(row, 'language') && same(row, 'ageBand'),
};

/**
 * Willingness is asked about a photograph, a first name and an age, so personality and biology should be at chance there. A
 * departure means leakage, or that ancestry, age or language is seen in a face: that part is gone within pairs of one language
 * and age band.
 */
export function negativeControls(rows: readonly StudyRow[], z: number | undefined): NegativeControl[] {
  return (['personality', 'biological'] as const).flatMap((score) =>
    (Object.keys(isWithin) as Pairs[]).map((within) => {
      const chosen = rows.filter(isWithin[within]);
      // Without a pair of this kind there is no answer about one.
      if (chosen.length === 0 && rows.length > 0) return { score, within, auc: missing('one-group') };
      const auc = tell(scoreColumns(chosen, [score])(wouldMeetOf)[score]!, pooledAuc);
      return { score, within, auc: toldAtLook(auc, z, [0, 1]) };
    }),
  );
}
