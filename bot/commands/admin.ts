import { issueInvite } from '../../engine/protocol/invitations.ts';
import { issueKit } from '../../engine/protocol/biological-phase.ts';
import { stateOf } from '../../engine/protocol/cohort-end.ts';
import { currentStep, isSealed, readJourney, steps } from '../../engine/protocol/journey.ts';
import { isHarmoniaError } from '../../foundation/errors.ts';
import { cohortSteps } from './cohort-steps.ts';
import type { CommandHandler } from './command.ts';

const mostInvites = 20;
/** A message holds at most 4096 characters, and a line of the list at most 60. */
const mostLines = 60;

const invite: CommandHandler = async (turn, args, { study, username }) => {
  const count = args === '' ? 1 : Number(args);
  if (!Number.isInteger(count) || count < 1 || count > mostInvites)
    return turn.say(turn.t('invite-count', { most: mostInvites }));
  const links: string[] = [];
  try {
    for (let index = 0; index < count; index++) {
      const code = await issueInvite(turn.uow, {
        by: turn.staff!.userId,
        now: turn.now,
        ttlDays: study.inviteDays,
      });
      links.push(`https://t.me/${username}?start=${code}`);
    }
  } catch (error) {
    if (!isHarmoniaError(error, 'cohort-state')) throw error;
    return turn.say(turn.t('cohort-none-open'));
  }
  turn.say([turn.t('invite-made', { count, days: study.inviteDays }), ...links].join('\n'));
};

const kit: CommandHandler = async (turn, args) => {
  if (args === '') {
    const waiting = await turn.uow.biology.waitingKits();
    const lines: string[] = [];
    for (const { code, userId } of waiting.slice(0, mostLines)) {
      const participant = await turn.uow.participants.byUser(userId);
      lines.push(`<code>${code}</code> · ${participant?.code ?? '—'}`);
    }
    return turn.say(
      [turn.t('kit-waiting', { count: waiting.length }), lines.join('\n'), turn.t('kit-hint')]
        .filter(Boolean)
        .join('\n\n'),
    );
  }
  const participant = await turn.uow.participants.byCode(args.toUpperCase());
  if (!participant) return turn.say(turn.t('participant-unknown', { code: args.slice(0, 20) }));
  const phases = await turn.uow.phases.of(participant.userId);
  if (!phases.has('biological') || isSealed(phases, 'biological'))
    return turn.say(turn.t('kit-not-now', { code: participant.code }));
  const issued = await issueKit(turn.uow, {
    userId: participant.userId,
    by: turn.staff!.userId,
    now: turn.now,
  });
  if (participant.chatId) await turn.uow.jobs.enqueue('refresh-chat', { chatId: participant.chatId });
  turn.say(turn.t('kit-issued', { code: participant.code, kit: issued.code }));
};

const participants: CommandHandler = async (turn) => {
  const cohort = await turn.uow.cohorts.latest();
  if (!cohort) return turn.say(turn.t('cohort-none-open'));
  const people = await turn.uow.participants.ofCohort(cohort.id);
  const { issued, used } = await turn.uow.invites.count(cohort.id);
  const rows: { code: string; step: string }[] = [];
  for (const person of people) {
    const step =
      person.status === 'withdrawn' ? 'withdrawn' : currentStep(await readJourney(turn.uow, person));
    rows.push({ code: person.code, step });
  }
  const counts = Object.entries(Object.groupBy(rows, ({ step }) => step))
    .toSorted(([a], [b]) => steps.findIndex((step) => step === a) - steps.findIndex((step) => step === b))
    .map(([step, group]) => `${turn.t(`stage-${step}`)}: ${group?.length ?? 0}`);
  const list = rows
    .slice(0, mostLines)
    .map(({ code, step }) => `<code>${code}</code> · ${turn.t(`stage-${step}`)}`);
  turn.say(
    [
      turn.t('participants-title', {
        cohort: cohort.name,
        status: turn.t(`cohort-${stateOf(cohort)}`),
        people: people.length,
        issued,
        used,
      }),
      counts.join('\n'),
      list.join('\n'),
      ...(rows.length > mostLines ? [turn.t('list-cut', { count: rows.length - mostLines })] : []),
    ]
      .filter(Boolean)
      .join('\n\n'),
  );
};

export const adminCommands: Readonly<Record<string, CommandHandler>> = {
  invite,
  kit,
  participants,
  ...cohortSteps,
};
