import type { Command } from 'commander';
import { HarmoniaError } from '../foundation/errors.ts';
import { withDatabase } from './with-database.ts';

/** `cohort open NAME`, `cohort list`: the first cohort opens by itself, the next ones by hand. */
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
}
