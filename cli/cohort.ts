import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { findReference, methodVersionOf } from '../engine/biological/index.ts';
import { loadInstrument } from '../engine/personality/instrument.ts';
import { verifyCohort } from '../engine/protocol/verify-cohort.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import { withDatabase } from './with-database.ts';

/** `cohort open NAME`, `cohort list`, `cohort verify NAME`: the first cohort opens by itself, the next ones by hand. */
export function registerCohort(program: Command): void {
  const cohort = program.command('cohort').description('Groups of people who are matched with one another.');
  cohort
    .command('open')
    .description('Open a new cohort, once the one before is frozen.')
    .argument('<name>')
    .action((name: string) =>
      withDatabase(async (database) => {
        await database.transact(async (uow) => {
          if (await uow.cohorts.current())
            throw new HarmoniaError('cohort-state', 'a cohort is open already; freeze it first');
          await uow.cohorts.create({ name: name.slice(0, 60), createdAt: new Date() });
        });
        console.log('opened; /invite in the bot makes links for it');
      }),
    );
  cohort
    .command('list')
    .description('All cohorts and their state.')
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
    loadInstrument(study.personalityInstrument).version,
    methodVersionOf(findReference(dataDir)),
  ];
  await withDatabase(async (database) => {
    const { cohort, verification } = await database.transact(async (uow) => {
      const found = (await uow.cohorts.all()).findLast((candidate) => candidate.name === name);
      if (!found) throw new HarmoniaError('not-found', `there is no cohort "${name}"`);
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
