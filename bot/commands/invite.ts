import { randomUUID } from 'node:crypto';
import { issueInvite, mostInvites } from '../../engine/protocol/invitations.ts';
import { isHarmoniaError } from '../../foundation/errors.ts';
import { inviteLink } from '../turn/invite-link.ts';
import { chosenCohort } from './chosen-cohort.ts';
import type { CommandHandler } from './command.ts';

/** So many links are sent as a message; more of them as files. */
const mostInMessage = 20;

/** `/invite [N] [cohort]`: links for N people, to the cohort that is named or chosen. */
export const invite: CommandHandler = async (turn, args, { study, username }) => {
  const [, number, rest] = /^([+-]?\d\S*)?\s*(.*)$/su.exec(args)!;
  const count = number === undefined ? 1 : Number(number);
  if (!Number.isInteger(count) || count < 1 || count > mostInvites)
    return turn.say(turn.t('invite-count', { most: mostInvites }));
  const cohort = await chosenCohort(turn, rest);
  if (!cohort) return;
  if (cohort.status !== 'open') return turn.say(turn.t('invite-not-open', { cohort: cohort.name }));
  const by = turn.staff!.userId;
  if (count > mostInMessage) {
    const data = { cohortId: cohort.id, count, by, replyTo: turn.chatId, batch: randomUUID() };
    await turn.uow.jobs.enqueue('invite-batch', data);
    return turn.say(turn.t('invite-batch', { count, cohort: cohort.name }));
  }
  const invitation = { by, now: turn.now, ttlDays: study.inviteDays, cohortId: cohort.id };
  const links: string[] = [];
  try {
    for (let index = 0; index < count; index++)
      links.push(inviteLink(username, await issueInvite(turn.uow, invitation)));
  } catch (error) {
    // Another admin may have frozen or archived it since it was read.
    if (!isHarmoniaError(error, 'cohort-state')) throw error;
    return turn.say(turn.t('invite-not-open', { cohort: cohort.name }));
  }
  const made = turn.t('invite-made', { count, cohort: cohort.name, days: study.inviteDays });
  turn.say([made, ...links].join('\n'));
};
