import { issueInvite } from '../../engine/protocol/invitations.ts';
import { issueKit } from '../../engine/protocol/biological-phase.ts';
import { freezeCohort, previewFreeze } from '../../engine/protocol/cohort.ts';
import { declarationOf } from '../../engine/protocol/instrument-of-cohort.ts';
import { currentStep, isSealed, readJourney, steps } from '../../engine/protocol/journey.ts';
import { isHarmoniaError } from '../../foundation/errors.ts';
import { button } from '../turn/keyboards.ts';
import { escapeHtml, type Turn } from '../turn/turn.ts';
import type { CommandDeps, CommandHandler } from './command.ts';

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
        status: turn.t(`cohort-${cohort.status}`),
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

const freeze: CommandHandler = async (turn) => {
  const cohort = await turn.uow.cohorts.latest();
  if (cohort?.status !== 'open') return turn.say(turn.t('freeze-not-open'));
  const preview = await previewFreeze(turn.uow, cohort);
  if (!preview.enough) return turn.say(turn.t('freeze-too-few', { included: preview.included.length }));
  turn.say(
    turn.t('freeze-ask', {
      included: preview.included.length,
      missing: preview.missingLab.length,
      excluded: preview.excluded.length,
    }),
    [
      [button(turn.t('freeze-yes'), 'freeze', cohort.id, 'yes')],
      [button(turn.t('cancel'), 'freeze', cohort.id, 'no')],
    ],
  );
};

/** Freezes the cohort after an admin's tap on yes; refused when the cohort is no longer open or too small by now. */
export async function confirmFreeze(turn: Turn, cohortId: string, { study }: CommandDeps): Promise<void> {
  const cohort = await turn.uow.cohorts.latest();
  // The button may stand on an old message, about an earlier cohort.
  if (cohort?.status !== 'open' || cohort.id !== cohortId) return turn.say(turn.t('freeze-not-open'));
  try {
    const frozen = await freezeCohort(turn.uow, study.digest, {
      cohortId: cohort.id,
      by: turn.staff!.userId,
      declaration: await declarationOf(turn.uow, study, cohort.id),
      now: turn.now,
    });
    turn.say(
      turn.t('freeze-done', { hash: escapeHtml(frozen.hash.slice(0, 16)), included: frozen.included }),
    );
  } catch (error) {
    // A participant may have withdrawn between the question and the tap.
    if (isHarmoniaError(error, 'questionnaires-mixed'))
      return turn.say(turn.t('freeze-questionnaires', { versions: String(error.details['versions']) }));
    if (!isHarmoniaError(error, 'cohort-too-small')) throw error;
    turn.say(turn.t('freeze-too-few', { included: error.details['included']! }));
  }
}

const score: CommandHandler = async (turn) => {
  const cohort = await turn.uow.cohorts.latest();
  if (cohort?.status !== 'frozen') return turn.say(turn.t('score-not-frozen'));
  await turn.uow.jobs.enqueue(
    'score-cohort',
    { cohortId: cohort.id, replyTo: turn.chatId },
    { singletonKey: cohort.id },
  );
  turn.say(turn.t('score-started'));
};

const release: CommandHandler = async (turn) => {
  const cohort = await turn.uow.cohorts.latest();
  if (cohort?.status !== 'scored') return turn.say(turn.t('release-not-scored'));
  turn.say(turn.t('release-ask'), [
    [button(turn.t('release-yes'), 'release', cohort.id, 'yes')],
    [button(turn.t('cancel'), 'release', cohort.id, 'no')],
  ]);
};

/** Releases the cohort after an admin's tap on yes: a background job then shows each participant their profiles. */
export async function confirmRelease(turn: Turn, cohortId: string): Promise<void> {
  const cohort = await turn.uow.cohorts.latest();
  if (cohort?.status !== 'scored' || cohort.id !== cohortId) return turn.say(turn.t('release-not-scored'));
  await turn.uow.jobs.enqueue(
    'release-cohort',
    { cohortId: cohort.id, replyTo: turn.chatId },
    { singletonKey: cohort.id },
  );
  turn.say(turn.t('release-started'));
}

export const adminCommands: Readonly<Record<string, CommandHandler>> = {
  invite,
  kit,
  participants,
  freeze,
  score,
  release,
};
