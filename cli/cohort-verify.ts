import { readFileSync, statSync } from 'node:fs';
import { readConfig } from '../config.ts';
import { allMethodVersions } from '../engine/biological/index.ts';
import { loadInstrumentShelf } from '../engine/personality/instrument-shelf.ts';
import { cohortNamed } from '../engine/protocol/cohort-list.ts';
import { checkDeclaration } from '../engine/protocol/declaration-file.ts';
import { verifyCohort } from '../engine/protocol/verify-cohort.ts';
import { HarmoniaError, isHarmoniaError } from '../foundation/errors.ts';
import { withDatabase } from './with-database.ts';

const different = 1;
const unreadable = 2;

/** `cohort verify FILE|NAME`: whether a declaration, or a whole cohort, is what was hashed at its freeze. */
export const verifyFileOrCohort = async (what: string): Promise<void> =>
  isFile(what) ? verifyFile(what) : verifyName(what);

/** A name may not end in .json: a file that is missing must not be looked for among the cohorts. */
const isFile = (what: string): boolean =>
  what.toLowerCase().endsWith('.json') || statSync(what, { throwIfNoEntry: false })?.isFile() === true;

function verifyFile(file: string): void {
  try {
    const { hash, differences } = checkDeclaration(readFileSync(file, 'utf8'));
    print(differences);
    console.error(`${differences.length} differences; pre-registration ${hash}`);
  } catch (error) {
    refuse(file, error);
  }
}

function refuse(what: string, error: unknown): void {
  const reason = isHarmoniaError(error) ? error.message : (error as NodeJS.ErrnoException).code;
  if (reason === undefined) throw error;
  console.error(`${what}: ${reason}`);
  process.exitCode = unreadable;
}

async function verifyName(name: string): Promise<void> {
  const { study } = readConfig();
  const methods = [
    ...loadInstrumentShelf({ instrument: study.personalityInstrument }).versions(),
    ...allMethodVersions,
  ];
  await withDatabase(async (database) => {
    const { cohort, verification } = await database.transact(async (uow) => {
      const cohort = await cohortNamed(uow, name);
      if (!cohort) throw new HarmoniaError('not-found', 'there is no cohort of that name; see "cohort list"');
      const input = { cohortId: cohort.id, methods };
      return { cohort, verification: await verifyCohort(uow, database.digest.matches, input) };
    });
    const { seals, differences } = verification;
    print(differences);
    const hash = cohort.preregistrationHash ?? 'none, the cohort is open';
    console.error(`${differences.length} differences; ${seals} seals; pre-registration ${hash}`);
  }).catch((error: unknown) => refuse(name, error));
}

function print(differences: readonly object[]): void {
  for (const difference of differences) console.log(JSON.stringify(difference));
  if (differences.length > 0) process.exitCode = different;
}
