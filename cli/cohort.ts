import type { Command } from 'commander';
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
    .action(async (name: string) => {
      const { openCohort } = await import('../engine/protocol/cohort-list.ts');
      await withDatabase(async (database) => {
        const cohort = await database.transact((uow) => openCohort(uow, { name, by: null, now: new Date() }));
        console.log(`opened; "/invite ${cohort.name}" in the bot makes links for it`);
      });
    });
  cohort
    .command('list')
    .description('List all cohorts with their state and date.')
    .action(async () => {
      const { stateOf } = await import('../engine/protocol/cohort-end.ts');
      await withDatabase(async (database) => {
        for (const cohort of await database.transact((uow) => uow.cohorts.all())) {
          const { name, createdAt, archivedAt } = cohort;
          const state = archivedAt ? `${stateOf(cohort)}, archived` : stateOf(cohort);
          console.log(`${name}\t${state}\t${createdAt.toISOString().slice(0, 10)}`);
        }
      });
    });
  cohort
    .command('verify')
    .description(
      'Recompute the hash of a declaration FILE as it was sent in chat; this needs no database. Or recompute the hash of the pre-registration and every seal of the cohort NAME from the stored data. Prints one line of JSON for each difference. Exit code 0: equal; 1: different; 2: cannot be read.',
    )
    .argument('<file or name>')
    .action(async (what: string) => {
      const { verifyFileOrCohort } = await import('./cohort-verify.ts');
      await verifyFileOrCohort(what);
    });
}
