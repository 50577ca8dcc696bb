import { fileURLToPath } from 'node:url';
import { createRandom } from '../../../foundation/random.ts';
import { builtinReference, methodVersionOf } from '../../../engine/biological/index.ts';
import { loadInstrument } from '../../../engine/personality/instrument.ts';
import { loadSimilarityReference } from '../../../engine/personality/reference.ts';
import type { ScoringPlan } from '../../../engine/protocol/score-cohort.ts';
import { createScorers, type ScorerReferences } from '../../../engine/protocol/scorers.ts';
import { loadPack } from '../../../engine/visual/calibration-pack.ts';
import { loadPrior } from '../../../engine/visual/prior.ts';
import type { TestDatabase } from '../../support/database.ts';
import type { Staging } from '../../support/staged-people.ts';

const drawnPack = fileURLToPath(new URL('../../../engine/visual/packs/drawn-1/', import.meta.url));

/** The study's own stages on a test's database. */
export const stagingOn = async ({ database }: TestDatabase): Promise<Staging> => ({
  pack: await loadPack(drawnPack),
  instrument: loadInstrument(undefined),
  calibrationFaces: 12,
  visualVersion: 'drawn-1@test',
  biologicalVersion: methodVersionOf(builtinReference()),
  digest: (canonical) => database.digest.digest('seal', canonical),
});

/** The study's own references with invented descriptions of the drawn faces. */
export async function scoringReferences(): Promise<ScorerReferences> {
  const pack = await loadPack(drawnPack);
  const calibrationFaces = new Map(
    pack.faces.map(({ id, sex }) => {
      const random = createRandom(id);
      return [id, { sex, embedding: Float32Array.from({ length: 1024 }, () => random.next() ** 2) }] as const;
    }),
  );
  return {
    prior: await loadPrior(undefined),
    calibrationFaces: () => calibrationFaces,
    personality: loadSimilarityReference(),
    hla: builtinReference(),
  };
}

/** A plan as the program makes it, with the study's own scorers. */
export async function scoringPlan(changed: Partial<ScorerReferences> = {}): Promise<ScoringPlan> {
  const scorers = createScorers({ ...(await scoringReferences()), ...changed });
  const weights = { visual: 40, personality: 30, biological: 30 };
  const rest = { profilesPerPerson: 2, exploreShare: 0.5, seed: 'test' };
  return { declaration: { weights, ...rest, versions: { prior: 'test' } }, weights, ...rest, scorers };
}
