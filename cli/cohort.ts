import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { findReference, methodVersionOf } from '../engine/biological/index.ts';
import { loadInstrumentShelf } from '../engine/personality/instrument-shelf.ts';
import { verifyCohort } from '../engine/protocol/verify-cohort.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import { withDatabase } from './with-database.ts';

/**
 * `cohort open NAME`, `cohort list`, `cohort verify NAME`. The first start opens the first cohort; an operator opens the
 * next ones.
 */
export function registerCohort(program: Command): void {
  const cohort = program.command('cohort').description('Groups of people who are matched with one another.');
  cohort
    .command('open')
    .description('Open a new cohort. The previous cohort must be frozen.')
    .argument('<name>')
    .action((name: string) =>
      withDatabase(async (database) => {
        await database.transact(async (uow) => {
          const current = await uow.cohorts.current();
          if (current)
            throw new HarmoniaError(
              'cohort-state',
              `the cohort "${current.name}" is open; freeze it with /freeze in the bot first`,
            );
          await uow.cohorts.create({ name: name.slice(0, 60), createdAt: new Date() });
        });
        console.log('opened; /invite in the bot makes links for it');
      }),
    );
  cohort
    .command('list')
    .description('List all cohorts with their state and date.')
    .action(() =>
      withDatabase(async (database) => {
        for (const { name, status, createdAt } of await database.transact((uow) => uow.cohorts.all())) {
          console.log(`${name}\t${status}\t${createdAt.toISOString().slice(0, 10)}`);
        }
      }),
    );
  cohort
    .command('verify')
    .description(
      'Recompute the hash of the pre-registration and every seal from the stored data. Prints one line of JSON for each difference; exit code 1 when there is one.',
    )
    .argument('<name>')
    .action((name: string) => verify(name));
}

async function verify(name: string): Promise<void> {
  const { dataDir, study } = readConfig();
  const methods = [
    ...loadInstrumentShelf({ instrument: study.personalityInstrument }).versions(),
    methodVersionOf(findReference(dataDir)),
  ];
  await withDatabase(async (database) => {
    const { cohort, verification } = await database.transact(async (uow) => {
      const found = (await uow.cohorts.all()).findLast((candidate) => candidate.name === name);
      if (!found)
        throw new HarmoniaError('not-found', `name: there is no cohort "${name}"; see "cohort list"`);
      return {
        cohort: found,
        verification: await verifyCohort(uow, database.digest.matches, { cohortId: found.id, methods }),
      };
    });
    const { seals, differences } = verification;
    for (const difference of differences) console.log(JSON.stringify(difference));
    const hash = cohort.preregistrationHash ?? 'none, the cohort is open';
    console.error(`${differences.length} differences; ${seals} seals; pre-registration ${hash}`);
    if (differences.length > 0) process.exitCode = 1;
  });
}
