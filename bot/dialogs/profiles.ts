import type { ExcludedReason } from '../../engine/ports/cohorts.ts';
import { ageOf } from '../../engine/compatibility/age.ts';
import { answersOver } from '../../engine/protocol/cohort-end.ts';
import {
  answerProfile,
  type AssignedProfile,
  excludeProfile,
  isAnswered,
  profilesOf,
  requestReport,
} from '../../engine/protocol/reveal.ts';
import { backRow, button, choices, scaleBetween } from '../turn/keyboards.ts';
import { participantOf, type Turn, userOf } from '../turn/turn.ts';
import type { Button } from '../turn/view.ts';
import {
  type Answer,
  choiceOf,
  type Dialog,
  isAboutUnseen,
  type Next,
  on,
  type Question,
  repeat,
  to,
} from './dialog.ts';
import { askToSeal } from './seal.ts';
import { backWords, yesNo } from './words.ts';

const points = 7;

/**
 * Shows the participants assigned to this one, one after the other, and asks two questions about each: how much they
 * would like to meet, from 1 to 7, and whether they would. No score is shown before the last answer (invariant 6).
 * "Do not introduce us" asks for the reason instead. Items: `w0` the scale of position 0, `m0` yes or no, `x0` the reason.
 */
export const profilesDialog: Dialog = {
  async ask(turn, item) {
    if (await isOver(turn)) return { id: 'over', view: { text: turn.t('profiles-over'), buttons: [] } };
    const profiles = await profilesOf(turn.uow, participantOf(turn));
    if (profiles.length === 0) return askWithoutProfiles(turn);
    const open = profiles.findIndex(({ outcome }) => !isAnswered(outcome));
    const wanted = item === undefined ? -1 : placeOf(profiles, item);
    if (item === 'seal' || (wanted < 0 && open < 0)) return askToSeal(turn, 'profiles');
    const place = wanted < 0 ? open : wanted;
    const profile = profiles[place]!;
    const asks = wanted >= 0 ? questionIn(item!) : profile.outcome?.wtm == null ? 'scale' : 'meet';
    return show(turn, asks, profile, { place, total: profiles.length });
  },

  async answer(turn, input, { item, shownAt }) {
    if (await isOver(turn)) {
      turn.notice(turn.t('nothing-to-do'));
      return on;
    }
    const profiles = await profilesOf(turn.uow, participantOf(turn));
    if (item === 'seal' || item === 'nobody') {
      const choice = choiceOf(input, { seal: [], back: backWords });
      if (choice === 'back' && profiles.length > 0) return to(itemOf('meet', profiles.at(-1)!));
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
    const { assignment, outcome } = profiles[place]!;
    if (isAboutUnseen(turn, input)) return to(item);
    if (questionIn(item) === 'reason') return answerReason(turn, input, { profiles, place });
    const isScale = questionIn(item) === 'scale';
    const choice = choiceOf(input, { ...(isScale ? scaleWords : yesNo), back: backWords, block: [] });
    const profile = profiles[place]!;
    if (choice === 'back')
      return to(isScale ? itemOf('meet', profiles[Math.max(0, place - 1)]!) : itemOf('scale', profile));
    const { shown } = profile.assignment;
    if (choice === 'block') return to(itemOf('reason', profile));
    if (!choice) {
      turn.notice(turn.t(isScale ? 'please-choose-number' : 'please-choose', { from: 1, to: points }));
      return repeat;
    }
    // The answer may be here before the delivery of its screen is stored.
    if (!outcome) await turn.uow.outcomes.markShown({ ...pairOf(assignment), at: shownAt });
    await answerProfile(
      turn.uow,
      userOf(turn),
      shown,
      isScale ? { wtm: Number(choice), at: turn.now } : { wouldMeet: choice === 'yes', at: turn.now },
    );
    return isScale ? to(itemOf('meet', profile)) : nextAfter(place, profiles);
  },
};

/** The first letter of an item; buttons in chats carry it, so it must not change. */
const letters = { scale: 'w', meet: 'm', reason: 'x' } as const;
type Asked = keyof typeof letters;

const questionIn = (item: string): Asked =>
  item.startsWith(letters.scale) ? 'scale' : item.startsWith(letters.meet) ? 'meet' : 'reason';

const reasons = { known: [], other: [] } as const satisfies Record<ExcludedReason, readonly string[]>;

async function answerReason(
  turn: Turn,
  input: Answer,
  { profiles, place }: { profiles: readonly AssignedProfile[]; place: number },
): Promise<Next> {
  const profile = profiles[place]!;
  const choice = choiceOf(input, { ...reasons, back: backWords });
  if (choice === 'back') return to(itemOf('scale', profile));
  if (choice !== 'known' && choice !== 'other') {
    turn.notice(turn.t('please-choose'));
    return repeat;
  }
  await excludeProfile(turn.uow, userOf(turn), profile.assignment.shown, { reason: choice, at: turn.now });
  turn.toast(turn.t('profile-blocked'));
  return nextAfter(place, profiles);
}

async function isOver(turn: Turn): Promise<boolean> {
  const cohort = await turn.uow.cohorts.byId(participantOf(turn).cohortId);
  return cohort !== undefined && answersOver(cohort, turn.now);
}

// Buttons carry the position in the assignment plan, which does not change when a participant leaves.
const itemOf = (asked: Asked, { assignment }: AssignedProfile): string =>
  `${letters[asked]}${assignment.position}`;
const placeOf = (profiles: readonly AssignedProfile[], item: string): number =>
  profiles.findIndex(({ assignment }) => String(assignment.position) === item.slice(1));

const nextAfter = (place: number, profiles: readonly AssignedProfile[]): Next => {
  const following = profiles[place + 1];
  return to(following ? itemOf('scale', following) : 'seal');
};

const scaleWords = Object.fromEntries(Array.from({ length: points }, (_, index) => [String(index + 1), []]));

async function show(
  turn: Turn,
  asks: Asked,
  { assignment, outcome }: AssignedProfile,
  { place, total }: { place: number; total: number },
): Promise<Question> {
  const { t, uow } = turn;
  const other = await uow.participants.byUser(assignment.shown);
  const stored = await uow.visual.photoPath(assignment.shown);
  const id = itemOf(asks, { assignment, outcome });
  const head = t('profile-head', {
    name: other?.displayName ?? '—',
    age: ageOf(other?.birthYear ?? 0, turn.now),
  });
  const bottom = place === 0 && asks === 'scale' ? [] : backRow(t, 'profiles', id);
  const block = asks === 'reason' ? [] : [button(t('profile-block'), 'profiles', id, 'block')];
  const again = button(t('try-again'), 'go', '', 'continue');
  return {
    id,
    view: {
      profile: pairOf(assignment),
      ...(stored && {
        withoutPicture: {
          text: `<b>${head}</b>\n\n${t('picture-missing')}`,
          buttons: asks === 'reason' ? [...answersTo(turn, asks, { id, outcome }), bottom] : [[again], block],
        },
      }),
      text: `<b>${head}</b>\n\n${t(`profile-${asks}`)}\n\n${t('progress', { done: place + 1, total })}`,
      ...(stored ? { picture: { stored } } : {}),
      protect: true,
      buttons: [...answersTo(turn, asks, { id, outcome }), [...bottom, ...block]],
    },
  };
}

const pairOf = ({ cohortId, viewer, shown }: AssignedProfile['assignment']) => ({ cohortId, viewer, shown });

function answersTo(
  { t }: Turn,
  asks: Asked,
  { id, outcome }: { id: string; outcome: AssignedProfile['outcome'] },
): Button[][] {
  if (asks === 'scale') {
    const ends = { points, least: t('scale-least'), most: t('scale-most') };
    return scaleBetween('profiles', id, ends, outcome?.wtm ?? undefined);
  }
  const chosen =
    asks === 'reason'
      ? outcome?.excludedReason
      : outcome?.wouldMeet == null
        ? undefined
        : outcome.wouldMeet
          ? 'yes'
          : 'no';
  const texts =
    asks === 'reason'
      ? { known: t('profile-reason-known'), other: t('profile-reason-other') }
      : { yes: t('yes'), no: t('no') };
  const options = Object.entries(texts).map(([value, text]) => ({ value, text }));
  return choices('profiles', id, options, chosen ?? undefined);
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
