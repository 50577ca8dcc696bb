import { ageOf } from '../../engine/compatibility/age.ts';
import {
  answerProfile,
  type AssignedProfile,
  profilesOf,
  requestReport,
} from '../../engine/protocol/reveal.ts';
import { backRow, button, scale } from '../turn/keyboards.ts';
import { participantOf, type Turn, userOf } from '../turn/turn.ts';
import { choiceOf, type Dialog, type Next, on, type Question, repeat, to } from './dialog.ts';
import { askToSeal } from './seal.ts';
import { backWords, yesNo } from './words.ts';

const points = 7;

/**
 * Shows the participants assigned to this one, one after the other, and asks two questions about each: how much they
 * would like to meet, from 1 to 7, and whether they would. No score is shown before the last answer (invariant 6).
 */
export const profilesDialog: Dialog = {
  async ask(turn, item) {
    const profiles = await profilesOf(turn.uow, participantOf(turn));
    if (profiles.length === 0) return askWithoutProfiles(turn);
    const open = profiles.findIndex(({ outcome }) => outcome?.wtm == null || outcome.wouldMeet === null);
    const wanted = item === undefined ? -1 : placeOf(profiles, item);
    if (item === 'seal' || (wanted < 0 && open < 0)) return askToSeal(turn, 'profiles');
    const place = wanted < 0 ? open : wanted;
    const profile = profiles[place]!;
    const asksScale = wanted < 0 ? profile.outcome?.wtm == null : item!.startsWith('w');
    return show(turn, asksScale, profile, { place, total: profiles.length });
  },

  async answer(turn, input, { item }) {
    const profiles = await profilesOf(turn.uow, participantOf(turn));
    if (item === 'seal' || item === 'nobody') {
      const choice = choiceOf(input, { seal: [], back: backWords });
      if (choice === 'back' && profiles.length > 0) return to(itemOf('m', profiles.at(-1)!));
      if (choice !== 'seal') {
        turn.notice(turn.t('please-choose'));
        return repeat;
      }
      await requestReport(turn.uow, participantOf(turn), turn.now);
      return on;
    }
    const place = placeOf(profiles, item);
    // The participant on the screen has left the study: the tap must not be stored as an answer about another one.
    if (place < 0) return on;
    const isScale = item.startsWith('w');
    const choice = choiceOf(input, { ...(isScale ? scaleWords : yesNo), back: backWords, block: [] });
    const profile = profiles[place]!;
    if (choice === 'back')
      return to(isScale ? itemOf('m', profiles[Math.max(0, place - 1)]!) : itemOf('w', profile));
    const { shown } = profile.assignment;
    if (choice === 'block') {
      await turn.uow.outcomes.block(userOf(turn), shown, turn.now);
      turn.toast(turn.t('profile-blocked'));
      await answerProfile(turn.uow, userOf(turn), shown, { wouldMeet: false, at: turn.now });
      return isScale ? repeat : nextAfter(place, profiles);
    }
    if (!choice) {
      turn.notice(turn.t(isScale ? 'please-choose-number' : 'please-choose', { from: 1, to: points }));
      return repeat;
    }
    await answerProfile(
      turn.uow,
      userOf(turn),
      shown,
      isScale ? { wtm: Number(choice), at: turn.now } : { wouldMeet: choice === 'yes', at: turn.now },
    );
    return isScale ? to(itemOf('m', profile)) : nextAfter(place, profiles);
  },
};

// Buttons carry the position in the assignment plan, which does not change when a participant leaves.
const itemOf = (kind: 'w' | 'm', { assignment }: AssignedProfile): string => `${kind}${assignment.position}`;
const placeOf = (profiles: readonly AssignedProfile[], item: string): number =>
  profiles.findIndex(({ assignment }) => String(assignment.position) === item.slice(1));

const nextAfter = (place: number, profiles: readonly AssignedProfile[]): Next => {
  const following = profiles[place + 1];
  return to(following ? itemOf('w', following) : 'seal');
};

const scaleWords = Object.fromEntries(Array.from({ length: points }, (_, index) => [String(index + 1), []]));

async function show(
  turn: Turn,
  isScale: boolean,
  { assignment, outcome }: AssignedProfile,
  { place, total }: { place: number; total: number },
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
  const id = itemOf(isScale ? 'w' : 'm', { assignment, outcome });
  const head = t('profile-head', {
    name: other?.displayName ?? '—',
    age: ageOf(other?.birthYear ?? 0, turn.now),
  });
  const met = outcome?.wouldMeet ?? null;
  const yes = button(met === true ? `✓ ${t('yes')}` : t('yes'), 'profiles', id, 'yes');
  const no = button(met === false ? `✓ ${t('no')}` : t('no'), 'profiles', id, 'no');
  const bottom = place === 0 && isScale ? [] : backRow(t, 'profiles', id);
  return {
    id,
    view: {
      text: `<b>${head}</b>\n\n${t(isScale ? 'profile-wtm' : 'profile-meet')}\n\n${t('progress', { done: place + 1, total })}`,
      ...(stored ? { picture: { stored } } : {}),
      protect: true,
      buttons: [
        isScale ? scale('profiles', id, points, outcome?.wtm ?? undefined) : [yes, no],
        [...bottom, button(t('profile-block'), 'profiles', id, 'block')],
      ],
    },
  };
}

/**
 * The screen of a participant without assigned profiles. Buttons in chats carry the id of this question, so it must not
 * change.
 */
const askWithoutProfiles = ({ t }: Turn): Question => ({
  id: 'nobody',
  view: {
    text: t('profiles-nobody'),
    buttons: [[button(t('profiles-report'), 'profiles', 'nobody', 'seal')]],
  },
});
