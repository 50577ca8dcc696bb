import type { CommandHandler } from './command.ts';

/** Bytes in a gibibyte. */
const gib = 1024 ** 3;

/** `/health`: database, jobs, disk, Telegram and versions, as they stand at this moment. */
export const health: CommandHandler = async (turn, _args, { study, username, host }) => {
  const { t } = turn;
  const begun = performance.now();
  const database = await turn.uow.health.read(turn.now);
  const ms = Math.round(performance.now() - begun);
  const { disk, telegram, versions } = await host();
  const { jobs, messages } = database;
  turn.say(
    [
      `<b>${t('health-title')}</b>`,
      t('health-database', { version: database.postgresql, ms, size: gibibytes(database.sizeBytes) }),
      t('health-jobs', jobs),
      t('health-disk', { free: gibibytes(disk.freeBytes), total: gibibytes(disk.totalBytes) }),
      t('health-telegram', {
        bot: username,
        mode: telegram,
        waiting: messages.waiting,
        unreachable: messages.unreachableChats,
      }),
      t('health-versions', {
        program: versions.program,
        node: versions.node,
        visual: study.versions.visual,
        personality: study.versions.personality,
        biological: study.versions.biological,
      }),
      ...(disk.freeBytes < gib ? [t('health-disk-low')] : []),
      ...(jobs.dead > 0 ? [t('health-jobs-dead')] : []),
    ].join('\n'),
  );
};

/** A number, so that the sentence writes it as its language does. */
const gibibytes = (bytes: number): number => Number((bytes / gib).toFixed(bytes < 10 * gib ? 2 : 0));
