import { readConfig } from '../config.ts';
import { findReference } from '../engine/biological/index.ts';
import { type CohortRecheck, recheckTypings } from '../engine/protocol/recheck-typings.ts';
import { withDatabase } from './with-database.ts';

/**
 * `hla recheck [--json]`: which stored typings read otherwise with the table in use, by pseudonym and code, and how many
 * pairs of people it moves. Names no allele and changes nothing.
 */
export async function recheck(json: boolean): Promise<void> {
  const reference = findReference(readConfig().dataDir);
  await withDatabase(async (database) => {
    await database.transact(async (uow) => {
      for (const cohort of await uow.cohorts.all()) {
        const found = await recheckTypings(uow, cohort, reference);
        console.log(
          json ? JSON.stringify({ release: reference.release, ...found }) : inWords(found, reference.release),
        );
      }
    });
  });
}

function inWords({ cohort, open, typings, changed, pairs, largest }: CohortRecheck, release: string): string {
  const genes = changed.flatMap(({ participant, genes: own }) =>
    own.map(
      ({ locus, change, codes }) =>
        `  ${participant}\t${locus}\t${change === 'names' ? 'other names in use' : 'text read otherwise today; stored names stay'}\t${codes.join(', ') || '–'}`,
    ),
  );
  const moved = !open
    ? '  its scores stay as they were declared'
    : `  ${pairs} pairs of people are scored otherwise than by the stored names${pairs > 0 ? `, by ${largest.toFixed(1)} points at most` : ''}`;
  return [
    `${cohort}: ${changed.length} of ${typings} typings read otherwise with ${release}`,
    ...genes,
    moved,
  ].join('\n');
}
