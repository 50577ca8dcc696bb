import type { Assignment, Outcome } from '../../engine/ports/cohorts.ts';
import { ageOf } from '../../engine/protocol/age.ts';
import { answerProfile, profilesOf, requestReport } from '../../engine/protocol/reveal.ts';
import { backRow, button, scale } from '../keyboards.ts';
import { participantOf, type Turn, userOf } from '../telegram/turn.ts';
import { again, choiceOf, type Dialog, on, type Question, to } from './dialog.ts';
import { askToSeal } from './seal.ts';
import { backWords, yesNo } from './words.ts';

const points = 7;

/**
 * The people chosen for this person, one after the other: how much would you like to meet, and would you. No score
 * is shown before the last answer (invariant 6).
 */
export const profilesDialog: Dialog = {
  async ask(turn, item) {
    const profiles = await profilesOf(turn.uow, participantOf(turn));
    if (profiles.length === 0) return nobody(turn);
    const open = profiles.findIndex(({ outcome }) => outcome?.wtm == null || outcome.wouldMeet === null);
    if (item === 'seal' || (item === undefined && open < 0)) return askToSeal(turn, 'profiles');
    const id = item ?? `${profiles[open]!.outcome?.wtm == null ? 'w' : 'm'}${open}`;
    return show(turn, id, profiles[Number(id.slice(1))]!, profiles.length);
  },

  async answer(turn, input, { item }) {
    const profiles = await profilesOf(turn.uow, participantOf(turn));
    if (item === 'seal' || item === 'nobody') {
      const choice = choiceOf(input, { seal: [], back: backWords });
      if (choice === 'back' && profiles.length > 0) return to(`m${profiles.length - 1}`);
      if (choice !== 'seal') {
        turn.notice(turn.t('please-choose'));
        return again;
      }
      await requestReport(turn.uow, participantOf(turn), turn.now);
      return on;
    }
    const position = Number(item.slice(1));
    const isScale = item.startsWith('w');
    const choice = choiceOf(input, { ...(isScale ? scaleWords : yesNo), back: backWords, block: [] });
    if (choice === 'back') return to(isScale ? `m${Math.max(0, position - 1)}` : `w${position}`);
    const { shown } = profiles[position]!.assignment;
    if (choice === 'block') {
      await turn.uow.outcomes.block(userOf(turn), shown, turn.now);
      turn.toast(turn.t('profile-blocked'));
      await answerProfile(turn.uow, userOf(turn), shown, { wouldMeet: false, at: turn.now });
      return isScale ? again : nextAfter(position, profiles.length);
    }
    if (!choice) {
      turn.notice(turn.t(isScale ? 'please-choose-number' : 'please-choose', { from: 1, to: points }));
      return again;
    }
    await answerProfile(
      turn.uow,
      userOf(turn),
      shown,
      isScale ? { wtm: Number(choice), at: turn.now } : { wouldMeet: choice === 'yes', at: turn.now },
    );
    return isScale ? to(`m${position}`) : nextAfter(position, profiles.length);
  },
};

const nextAfter = (position: number, count: number) => to(position + 1 < count ? `w${position + 1}` : 'seal');

const scaleWords = Object.fromEntries(Array.from({ length: points }, (_, index) => [String(index + 1), []]));

async function show(
  turn: Turn,
  id: string,
  { assignment, outcome }: { assignment: Assignment; outcome: Outcome | undefined },
  total: number,
): Promise<Question> {
  const { t, uow } = turn;
  const other = await uow.participants.byUser(assignment.shown);
  const stored = await uow.visual.photoPath(assignment.shown);
  await uow.outcomes.markShown({
    cohortId: assignment.cohortId,
    viewer: assignment.viewer,
    shown: assignment.shown,
    at: turn.now,
  });
  const position = Number(id.slice(1));
  const isScale = id.startsWith('w');
  const head = t('profile-head', {
    name: other?.displayName ?? '—',
    age: ageOf(other?.birthYear ?? 0, turn.now),
  });
  const met = outcome?.wouldMeet ?? null;
  const yes = button(met === true ? `✓ ${t('yes')}` : t('yes'), 'profiles', id, 'yes');
  const no = button(met === false ? `✓ ${t('no')}` : t('no'), 'profiles', id, 'no');
  const bottom = position === 0 && isScale ? [] : backRow(t, 'profiles', id);
  return {
    id,
    view: {
      text: `<b>${head}</b>\n\n${t(isScale ? 'profile-wtm' : 'profile-meet')}\n\n${t('progress', { done: position + 1, total })}`,
      ...(stored ? { picture: { stored } } : {}),
      protect: true,
      buttons: [
        isScale ? scale('profiles', id, points, outcome?.wtm ?? undefined) : [yes, no],
        [...bottom, button(t('profile-block'), 'profiles', id, 'block')],
      ],
    },
  };
}

const nobody = ({ t }: Turn): Question => ({
  id: 'nobody',
  view: {
    text: t('profiles-nobody'),
    buttons: [[button(t('profiles-report'), 'profiles', 'nobody', 'seal')]],
  },
});
