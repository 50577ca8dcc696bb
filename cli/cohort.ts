import type { Command } from 'commander';
import { stateOf } from '../engine/protocol/cohort-end.ts';
import { openCohort } from '../engine/protocol/cohort-list.ts';
import { registerCohortVerify } from './cohort-verify.ts';
import { withDatabase } from './with-database.ts';

/**
 * `cohort open NAME`, `cohort list`, `cohort verify FILE|NAME`. The first start opens the first cohort; the next ones are
 * opened here or with /cohorts in the bot.
 */
export function registerCohort(program: Command): void {
  const cohort = program.command('cohort').description('Groups of people who are matched with one another.');
  cohort
    .command('open')
    .description(
      'Open a new cohort, as /cohorts create does in the bot. Others may be open at the same time.',
    )
    .argument('<name>')
    .action((name: string) =>
      withDatabase(async (database) => {
        const cohort = await database.transact((uow) => openCohort(uow, { name, by: null, now: new Date() }));
        console.log(`opened; "/invite ${cohort.name}" in the bot makes links for it`);
      }),
    );
  cohort
    .command('list')
    .description('List all cohorts with their state and date.')
    .action(() =>
      withDatabase(async (database) => {
        for (const cohort of await database.transact((uow) => uow.cohorts.all())) {
          const { name, createdAt, archivedAt } = cohort;
          const state = archivedAt ? `${stateOf(cohort)}, archived` : stateOf(cohort);
          console.log(`${name}\t${state}\t${createdAt.toISOString().slice(0, 10)}`);
        }
      }),
    );
  registerCohortVerify(cohort);
}
