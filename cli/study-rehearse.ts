import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { cohortNamed } from '../engine/protocol/cohort-list.ts';
import { visualVersionsBegun } from '../engine/protocol/packs-begun.ts';
import { declarationText } from '../engine/protocol/declaration-text.ts';
import { type Rehearsal, rehearseFreeze } from '../engine/protocol/rehearsal.ts';
import { questionnairesBegun } from '../engine/protocol/instrument-of-cohort.ts';
import { loadStudy } from '../engine/protocol/study.ts';
import { createFaceAnalyser } from '../engine/visual/face-analysis.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import { translator } from '../locales/locales.ts';
import { withDatabase } from './with-database.ts';

/** `study rehearse [COHORT]`: what a freeze would declare now. */
export async function rehearse(name: string | undefined, json: boolean): Promise<void> {
  const { dataDir, study: choices } = readConfig();
  await withDatabase(async (database, passwords) => {
    const cohort = await database.transact((uow) =>
      name === undefined ? uow.cohorts.current() : cohortNamed(uow, name),
    );
    if (!cohort)
      throw new HarmoniaError('not-found', 'cohort: there is no such open cohort; see "cohort list"');
    // The declaration names how faces are described, which only the face networks tell.
    const analyser = await createFaceAnalyser({ workers: 1 });
    try {
      const study = await loadStudy(choices, {
        analyser,
        cacheFolder: join(dataDir, 'datasets'),
        packsFolder: join(dataDir, 'packs'),
        hlaFolder: dataDir,
        begun: await database.transact(visualVersionsBegun),
        questionnairesBegun: await database.transact(questionnairesBegun),
        digest: (canonical) => database.digest.digest('seal', canonical),
        passwords,
      });
      const rehearsal = await database.transact((uow) =>
        rehearseFreeze(uow, { cohortId: cohort.id, study, now: new Date() }),
      );
      console.log(json ? JSON.stringify(rehearsal, null, 2) : inWords(rehearsal));
    } finally {
      await analyser.close();
    }
  });
}

function inWords({ enough, hash, registration, finishedPerWeek }: Rehearsal): string {
  const { missingLab, excluded, expected, included } = registration;
  const list = (codes: readonly string[]): string => (codes.length === 0 ? 'none' : codes.join(', '));
  return [
    `Rehearsal of the freeze of "${registration.cohort}". Nothing was changed.`,
    declarationText(registration, hash, translator('en')),
    [
      `Included: ${list(included)}`,
      `Without a lab result, to be sealed as missing: ${list(missingLab)}`,
      `Left out: ${list(excluded.map(({ code, reason }) => `${code} (${reason})`))}`,
      `Eligible pairs: ${expected.eligiblePairs}; pairs that would be shown: ${expected.pairsShown}`,
      `Unmet capacity: ${expected.unmetCapacity} of ${expected.profiles + expected.unmetCapacity} profiles; people without an eligible partner: ${expected.withoutPartner}; people whose partners are all needed for others: ${expected.uncovered}`,
      `One more week brings about ${Math.round(finishedPerWeek)} people, at the rate of the last two weeks.`,
      ...(enough ? [] : ['There are too few people for a freeze.']),
    ].join('\n'),
  ].join('\n\n');
}
