import type { Command } from 'commander';
import { stateOf } from '../engine/protocol/cohort-end.ts';
import { HarmoniaError } from '../foundation/errors.ts';
import { registerCohortVerify } from './cohort-verify.ts';
import { withDatabase } from './with-database.ts';

/**
 * `cohort open NAME`, `cohort list`, `cohort verify FILE|NAME`. The first start opens the first cohort; an operator opens the
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
        for (const cohort of await database.transact((uow) => uow.cohorts.all())) {
          const { name, createdAt } = cohort;
          console.log(`${name}\t${stateOf(cohort)}\t${createdAt.toISOString().slice(0, 10)}`);
        }
      }),
    );
  registerCohortVerify(cohort);
}
