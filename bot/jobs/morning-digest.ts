import { localTime } from '../../engine/protocol/local-time.ts';
import {
  type CohortDigest,
  lateKitDays,
  type MorningDigest,
  morningDigest as gather,
  silentDays,
} from '../../engine/protocol/morning-digest.ts';
import type { Turn } from '../turn/turn.ts';
import type { JobDeps } from './job-deps.ts';

/** The hour of the study's time zone in which the digest goes out. */
const morningHour = 9;
const dayMs = 86_400_000;
/** Codes in one line; a message holds 4096 characters. */
const mostCodes = 20;
const mostKits = 10;

/**
 * Writes to every signed-in admin once a day, between 9 and 10 in the study's time zone, what happened and what waits.
 * A morning without anything to tell brings no message. The day is noted with the message, so a second run sends none.
 */
export async function morningDigest({ bot, study, clock, transactions }: JobDeps): Promise<void> {
  const { year, month, day, hour } = localTime(clock.now(), study.timeZone);
  if (hour !== morningHour) return;
  const sessions = await transactions.transact((uow) => uow.chats.staffSessions('admin', clock.now()));
  // All admins are told the same, and gathering it reads every participant.
  let gathered: Promise<MorningDigest> | undefined;
  for (const { chatId } of sessions)
    await bot.intake.inChat(chatId, async (turn) => {
      if (turn.staff?.role !== 'admin') return;
      const key = `morning-digest ${chatId} ${year}-${month}-${day}`;
      if (!(await turn.uow.chats.markProcessed({ key, at: turn.now }))) return;
      sayDigest(turn, await (gathered ??= gather(turn.uow, turn.now)));
    });
}

/** One message for each cohort, so that none is longer than a message may be. */
function sayDigest(turn: Turn, { cohorts, labs, deadJobs }: MorningDigest): void {
  const { t, say } = turn;
  for (const cohort of cohorts) say(cohortInWords(turn, cohort));
  const service = [
    ...(labs.rows > 0 ? [t('digest-labs', { deliveries: labs.deliveries, rows: labs.rows })] : []),
    ...(deadJobs > 0 ? [t('digest-jobs', { count: deadJobs })] : []),
  ];
  if (service.length > 0) say(service.join('\n'));
}

function cohortInWords({ t, now }: Turn, { cohort, joined, sealed, waiting, kits }: CohortDigest): string {
  const people = waiting.map(({ step, codes }) => `${t(`stage-${step}`)}: ${shortened(codes, mostCodes)}`);
  const late = kits.map(({ code, participant, state, since }) => {
    const days = Math.floor((now.getTime() - since.getTime()) / dayMs);
    return `${code} · ${participant} · ${t('kit-lasting', { state: t(`kit-state-${state}`), days })}`;
  });
  return [
    `<b>${t('digest-title', { cohort: cohort.name })}</b>\n${t('digest-news', { joined, sealed })}`,
    ...(people.length > 0
      ? [[t('digest-waiting', { days: silentDays }), ...people, t('digest-write')].join('\n')]
      : []),
    ...(late.length > 0
      ? [[t('digest-kits', { days: lateKitDays }), shortened(late, mostKits, '\n')].join('\n')]
      : []),
  ].join('\n\n');
}

const shortened = (items: readonly string[], most: number, between = ', '): string =>
  [...items.slice(0, most), ...(items.length > most ? [`… +${items.length - most}`] : [])].join(between);
