import { fileURLToPath } from 'node:url';
import { createRandom } from '../../../foundation/random.ts';
import { builtinReference, methodVersionOf } from '@harmonia/hla';
import { loadInstrumentShelf } from '../../../engine/personality/instrument-shelf.ts';
import { analysisPlan } from '../../../engine/protocol/analysis-plan.ts';
import type { Transactions, UnitOfWork } from '../../../engine/ports/unit-of-work.ts';
import type { DeclaringStudy } from '../../../engine/protocol/registration.ts';
import type { reportContent } from '../../../engine/protocol/report-content.ts';
import type { ScoringStudy } from '../../../engine/protocol/score-cohort.ts';
import { createScorers, type ScorerReferences } from '../../../engine/protocol/scorers.ts';
import { loadPack } from '../../../engine/visual/calibration-pack.ts';
import { createPackShelf } from '../../../engine/visual/pack-shelf.ts';
import { loadPrior } from '../../../engine/visual/prior.ts';
import type { TestDatabase } from '../../support/database.ts';
import type { Staging } from '../../support/staged-people.ts';

const drawnPack = fileURLToPath(new URL('../../../engine/visual/packs/drawn-1/', import.meta.url));

/** The study's own phases on a test's database; the drawn faces are shown and not described. */
export async function stagingOn({ database }: TestDatabase): Promise<Staging> {
  const packs = createPackShelf(
    { pack: await loadPack(drawnPack), faces: new Map(), description: 1 },
    'test',
  );
  const instruments = loadInstrumentShelf();
  return {
    packs,
    instruments,
    calibrationFaces: 12,
    versions: {
      analyser: 'test',
      visual: packs.version(),
      personality: instruments.current().instrument.version,
      biological: methodVersionOf(builtinReference()),
    },
    digest: (canonical) => database.digest.digest('seal', canonical),
  };
}

/** The study's own references with invented descriptions of the drawn faces. */
export async function scoringReferences(): Promise<ScorerReferences> {
  const pack = await loadPack(drawnPack);
  const instruments = loadInstrumentShelf();
  const calibrationFaces = new Map(
    pack.faces.map(({ id, sex }) => {
      const random = createRandom(id);
      return [id, { sex, embedding: Float32Array.from({ length: 1024 }, () => random.next() ** 2) }] as const;
    }),
  );
  return {
    prior: await loadPrior(undefined),
    calibrationFaces: () => calibrationFaces,
    similarityReference: (version) => instruments.begunWith(version).reference,
    hla: builtinReference(),
  };
}

/** Transactions that all are the given one. */
export const within = (uow: UnitOfWork): Transactions => ({ transact: (work) => work(uow) });

/** What a report takes of a study, with invented descriptions of the drawn faces. */
export async function reportingStudy(
  staging: Staging,
  study: ScoringStudy,
): Promise<Parameters<typeof reportContent>[2]['study']> {
  const { prior, hla, calibrationFaces } = await scoringReferences();
  const faces = calibrationFaces(staging.packs.version());
  return {
    ...study,
    name: 'Test',
    versions: staging.versions,
    instruments: staging.instruments,
    prior,
    hla,
    packs: { ...staging.packs, begunWith: () => ({ ...staging.packs.current(), faces }) },
  };
}

/** What freezing and scoring take of a study, with the program's own scorers. */
export async function scoringStudy(
  changed: Partial<ScorerReferences> = {},
): Promise<ScoringStudy & DeclaringStudy> {
  const references = { ...(await scoringReferences()), ...changed };
  const scorers = createScorers(references);
  const weights = { visual: 40, personality: 30, biological: 30 };
  const rest = { profilesPerPerson: 2, exploreShare: 0.5, seed: 'test' };
  const declaration = { weights, ...rest, versions: { prior: 'test' } };
  const analysis = analysisPlan({ looks: [1], closeAfterDays: 28 });
  const registered = {
    analysis,
    codeVersion: 'test',
    instruments: loadInstrumentShelf(),
    followUpBlind: false,
  };
  return { declaration, ...registered, weights, ...rest, scorers, hla: references.hla };
}
