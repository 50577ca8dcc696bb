import { loadInstrumentShelf } from '../../engine/personality/instrument-shelf.ts';
import type { DataSetInfo } from '../../engine/report/data-set.ts';
import type { DyadRow, StudyTables } from '../../engine/report/data-set-tables.ts';
import type { JudgedDyad } from '../../engine/validation/judged-dyad.ts';
import { simulateCohort } from '../../engine/validation/simulate-cohort.ts';

/** The tables of an export of a simulated cohort, with scores between 0 and 100 and a few of them missing. */
export function simulatedTables(people: number, seed: string): StudyTables {
  const { rows } = simulateCohort({
    people,
    perPerson: 6,
    seed,
    scores: {
      directed: { effect: 0.2 },
      mutual: { symmetric: true },
      visual: { effect: 0.35 },
      personality: { symmetric: true, partnerShare: 0.5 },
      biological: { symmetric: true, partnerShare: 0.3 },
    },
  });
  return {
    dyads: rows.map(dyadOf),
    people: [],
    items: [],
    swipes: [],
  };
}

function dyadOf({ actor, partner, wtm, wouldMeet, scores }: JudgedDyad, at: number): DyadRow {
  // Whole numbers, so that there are ties.
  const score = (name: string): number => Math.round(50 + 15 * scores[name]!);
  const [excluded, answered] = [at === 3, at % 50 !== 7];
  return {
    cohort: 'Simulated',
    actor,
    partner,
    position: at % 6,
    kind: 'range',
    propensity: 0.12,
    day_shown: 0,
    day_answered: 1,
    wtm: excluded || !answered ? null : wtm,
    would_meet: excluded || !answered ? null : wouldMeet,
    excluded: excluded ? 'known' : null,
    directed: score('directed'),
    mutual: score('mutual'),
    visual: score('visual'),
    personality: score('personality'),
    personality_raw: score('personality'),
    biological: at % 40 === 5 ? null : score('biological'),
    biological_raw: null,
    coverage: 1,
    followup_met: null,
    followup_again: null,
    followup_would: null,
    followup_alike: null,
  };
}

/** What the data set of such a cohort tells about itself. */
export const simulatedInfo = (): DataSetInfo => ({
  study: 'Harmonia',
  cohort: 'Simulated',
  look: 1,
  preregistrationHash: 'f'.repeat(64),
  codeVersion: 'test',
  instrument: loadInstrumentShelf().current().instrument,
});
