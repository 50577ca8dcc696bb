import { ageOf } from '../../engine/compatibility/age.ts';
import type { FollowUp } from '../../engine/ports/cohorts.ts';
import {
  answerFollowUp,
  consentToFollowUps,
  openFollowUps,
  type PairFollowUp,
  refuseFollowUp,
  sealFollowUp,
} from '../../engine/protocol/follow-up-answers.ts';
import {
  followUpQuestions,
  type FollowUpQuestion,
  openQuestion,
  questionsAfter,
} from '../../engine/protocol/follow-ups.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { backRow, button, choices, coloured, scaleBetween } from '../turn/keyboards.ts';
import { participantOf, type Turn, userOf } from '../turn/turn.ts';
import type { Button } from '../turn/view.ts';
import { consentText } from './consent.ts';
import { type Answer, choiceOf, type Dialog, type Next, on, type Question, repeat, to } from './dialog.ts';
import { agreeWords, backWords, finishWords, yesNo } from './words.ts';

const points = 7;
const scope = 'followup';

type Open = PairFollowUp & { followUp: FollowUp };
/** What a screen asks: a question, or whether the answers are to be sealed. */
type Asked = FollowUpQuestion | 'done';

/**
 * Asks each of two people who were introduced how it went, one screen per question: first for consent, once, then about
 * the other person. Items: `consent`, or the other's pseudonym and what is asked, such as `P-7F3K-met`.
 */
export function followUpDialog(study: Pick<Study, 'followUpDays'>): Dialog {
  const openOf = (turn: Turn): Promise<Open[]> =>
    openFollowUps(turn.uow, participantOf(turn), { study, now: turn.now });
  return {
    async ask(turn, item) {
      const open = await openOf(turn);
      const first = open[0];
      if (!first) return undefined;
      const consent = (await turn.uow.consents.current(userOf(turn))).get('follow-up');
      if (!consent) return askForConsent(turn, first);
      const wanted = item === undefined ? undefined : placeOf(open, item);
      const { pair, asked } = wanted ?? { pair: first, asked: openQuestion(first.followUp) ?? 'done' };
      return show(turn, pair, asked);
    },
    async answer(turn, input, { item }) {
      if (item === 'consent') return takeConsent(turn, input, study);
      const place = placeOf(await openOf(turn), item);
      // The other person has left the study, or the time is over, since the question was shown.
      if (!place) return on;
      const { pair, asked } = place;
      const choice = choiceOf(input, { ...wordsFor(asked), back: backWords, stop: [] });
      const about = { about: pair.other.userId, study, now: turn.now };
      if (choice === 'stop') {
        await refuseFollowUp(turn.uow, participantOf(turn), about);
        turn.notice(turn.t('follow-up-stopped', { name: nameOf(pair) }));
        return on;
      }
      if (choice === 'back') return to(itemOf(pair, questionBefore(pair, asked)));
      if (!choice) {
        turn.notice(
          turn.t(isScale(asked) ? 'please-choose-number' : 'please-choose', { from: 1, to: points }),
        );
        return repeat;
      }
      if (asked === 'done') {
        await sealFollowUp(turn.uow, participantOf(turn), about);
        turn.notice(turn.t('follow-up-thanks', { name: nameOf(pair) }));
        return on;
      }
      const value = isScale(asked) ? Number(choice) : choice === 'yes';
      await answerFollowUp(turn.uow, participantOf(turn), { ...about, answer: { [asked]: value } });
      return to(itemOf(pair, questionAfter(asked, value)));
    },
  };
}

const isScale = (asked: Asked): boolean => asked === 'again' || asked === 'alike';
const scaleWords = Object.fromEntries(Array.from({ length: points }, (_, index) => [String(index + 1), []]));
const wordsFor = (asked: Asked): Readonly<Record<string, readonly string[]>> =>
  asked === 'done' ? { seal: finishWords } : isScale(asked) ? scaleWords : yesNo;

const nameOf = ({ other }: Open): string => other.displayName ?? '—';
const itemOf = ({ other }: Open, asked: Asked): string => `${other.code}-${asked}`;

function placeOf(open: readonly Open[], item: string): { pair: Open; asked: Asked } | undefined {
  const cut = item.lastIndexOf('-');
  const pair = open.find(({ other }) => other.code === item.slice(0, cut));
  const asked = [...followUpQuestions, 'done' as const].find((name) => name === item.slice(cut + 1));
  return pair && asked && { pair, asked };
}

const questionAfter = (asked: FollowUpQuestion, value: number | boolean): Asked => {
  if (asked === 'met' && value === false) return 'done';
  return followUpQuestions[followUpQuestions.indexOf(asked) + 1] ?? 'done';
};

function questionBefore({ followUp }: Open, asked: Asked): FollowUpQuestion {
  const questions = questionsAfter(followUp.met);
  const place = asked === 'done' ? questions.length : questions.indexOf(asked);
  return questions[Math.max(0, place - 1)]!;
}

const askForConsent = ({ t }: Turn, first: Open): Question => ({
  id: 'consent',
  view: {
    text: [
      t('follow-up-introduced', { name: nameOf(first) }),
      consentText({ t }, 'follow-up'),
      `<i>${t('consent-optional')}</i>`,
    ].join('\n\n'),
    buttons: [
      [
        coloured('success', button(t('consent-agree'), scope, 'consent', 'yes')),
        button(t('consent-refuse'), scope, 'consent', 'no'),
      ],
    ],
  },
});

async function takeConsent(turn: Turn, input: Answer, study: Pick<Study, 'followUpDays'>): Promise<Next> {
  const choice = choiceOf(input, agreeWords);
  if (!choice) {
    turn.notice(turn.t('please-choose'));
    return repeat;
  }
  const granted = choice === 'yes';
  const text = consentText(turn, 'follow-up');
  await consentToFollowUps(turn.uow, participantOf(turn), { granted, text, study, now: turn.now });
  if (!granted) turn.notice(turn.t('follow-up-declined'));
  return on;
}

async function show(turn: Turn, pair: Open, asked: Asked): Promise<Question> {
  const { t, uow, now } = turn;
  const { other, followUp } = pair;
  const id = itemOf(pair, asked);
  const stored = await uow.visual.photoPath(other.userId);
  const head = t('profile-head', { name: nameOf(pair), age: ageOf(other.birthYear ?? 0, now) });
  const total = questionsAfter(followUp.met).length;
  const place =
    asked === 'done' ? [] : [t('progress', { done: followUpQuestions.indexOf(asked) + 1, total })];
  const bottom = asked === 'met' ? [] : backRow(t, scope, id);
  const stop = button(t('follow-up-stop'), scope, id, 'stop');
  return {
    id,
    view: {
      text: [`<b>${head}</b>`, t(`follow-up-${asked}`), ...place].join('\n\n'),
      // Two people of one name are told apart by the photo.
      ...(stored ? { picture: { stored } } : {}),
      protect: true,
      buttons: [
        ...answersTo(turn, asked, { id, followUp }),
        [...bottom, ...(asked === 'done' ? [] : [stop])],
      ],
    },
  };
}

function answersTo(
  { t }: Turn,
  asked: Asked,
  { id, followUp }: { id: string; followUp: FollowUp },
): Button[][] {
  if (asked === 'done') return [[button(t('follow-up-seal'), scope, id, 'seal')]];
  if (asked === 'again' || asked === 'alike') {
    const ends = { points, least: t('scale-least'), most: t('scale-most') };
    return scaleBetween(scope, id, ends, followUp[asked] ?? undefined);
  }
  const value = followUp[asked];
  const options = [
    { value: 'yes', text: t('yes') },
    { value: 'no', text: t('no') },
  ];
  return choices(scope, id, options, value === null ? undefined : value ? 'yes' : 'no');
}
