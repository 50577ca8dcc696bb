import { createRandom } from '../foundation/random.ts';
import type { CohortId, Sex } from '../engine/ports/participants.ts';
import { type Crowd, crowdId } from '../test/support/crowd.ts';

// The people of bench/score.ts: half women who seek men, half men who seek women, of every age, complete and with resolved typings.

export const frozenAt = new Date('2026-05-01T12:00:00Z');
/** The figures of the event loop begin this long after the start. */
export const settleMs = 5000;
export const choices = {
  weights: { visual: 40, personality: 30, biological: 30 },
  profilesPerPerson: 6,
  exploreShare: 0.5,
  seed: 'bench',
};
export const benchVersions = { visual: 'bench', analyser: 'human-3.3.6/bench', personality: 'piip-7.1' };

const faceIds = (sex: Sex): string[] => Array.from({ length: 16 }, (_, at) => `${sex}${at}`);

/** Invented descriptions of calibration faces. */
export const benchFaces = (): ReadonlyMap<string, { sex: Sex; embedding: Float32Array }> =>
  new Map(
    (['female', 'male'] as const).flatMap((sex) =>
      faceIds(sex).map((id) => {
        const random = createRandom(id);
        return [
          id,
          { sex, embedding: Float32Array.from({ length: 1024 }, () => random.next() ** 2) },
        ] as const;
      }),
    ),
  );

export const benchCohort = (count: number, versions: Crowd['versions']): Crowd => ({
  cohortId: '60000000-0000-4000-8000-000000000001' as CohortId,
  count,
  seed: 'bench',
  now: frozenAt,
  versions,
  faces: { female: faceIds('female'), male: faceIds('male') },
});

/** What a pre-registration says of the people. */
export function registered(count: number): { included: string[]; seals: Record<string, string> } {
  const people = Array.from({ length: count }, (_, index) => ({
    code: `P-${index.toString(36).toUpperCase().padStart(4, '0')}`,
    digest: `digest ${crowdId('bench', index)}`,
  }));
  return {
    included: people.map(({ code }) => code),
    seals: Object.fromEntries(people.map(({ code, digest }) => [code, `${digest} ${digest} ${digest}`])),
  };
}
