import type { CalibrationPack } from '../../engine/visual/calibration-pack.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import { itemsOf } from '../../engine/protocol/phases.ts';
import { rateFace, sealVisualPhase } from '../../engine/protocol/visual-phase.ts';
import { backRow, button } from '../turn/keyboards.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { escapeHtml, type Turn, userOf } from '../turn/turn.ts';
import { again, type Answer, choiceOf, type Dialog, type Next, on, to } from './dialog.ts';
import { askToSeal } from './seal.ts';
import { backWords } from './words.ts';

const strengths = ['strong-no', 'no', 'yes', 'strong-yes'] as const;

const strengthWords = {
  1: ['1', 'strong no', 'no en absoluto', 'точно нет'],
  2: ['2', 'no', 'нет'],
  3: ['3', 'yes', 'sí', 'si', 'да'],
  4: ['4', 'strong yes', 'sí, mucho', 'точно да'],
  back: backWords,
} as const;

/** Graded swipes on calibration faces; a swipe has a strength, since binary ones lose nearly all personal signal. */
export function calibrationDialog(study: Pick<Study, 'packOfVersion' | 'digest'>): Dialog {
  return {
    async ask(turn, item) {
      const items = await itemsOf(turn.uow, userOf(turn), 'visual');
      const ratings = new Map(
        (await turn.uow.visual.ratings(userOf(turn))).map(({ position, rating }) => [position, rating]),
      );
      const firstOpen = items.findIndex((_, position) => !ratings.has(position));
      const position = item === undefined ? firstOpen : item === 'seal' ? -1 : positionOf(item);
      if (position < 0) return askToSeal(turn, 'calibration');
      const pack = await packBegunWith(turn, study);
      const face = pack.faces.find(({ id }) => id === items[position]?.id);
      if (!face)
        throw new HarmoniaError('pack-invalid', `the pack ${pack.id} has lost a face somebody is to rate`);
      const { t } = turn;
      const id = `c${position}`;
      const swipe = (index: number) => {
        const text = t(`swipe-${strengths[index]!}`);
        return button(
          ratings.get(position) === index + 1 ? `✓ ${text}` : text,
          'calibration',
          id,
          String(index + 1),
        );
      };
      return {
        id,
        view: {
          text: [
            t('calibration-ask'),
            t('progress', { done: position + 1, total: items.length }),
            // As the photographs' licence asks, wherever they are.
            ...(pack.attribution === undefined ? [] : [`<i>${escapeHtml(pack.attribution)}</i>`]),
          ].join('\n\n'),
          picture: { bundled: face.path },
          buttons: [
            [swipe(0), swipe(1)],
            [swipe(2), swipe(3)],
            ...(position > 0 ? [backRow(t, 'calibration', id)] : []),
          ],
        },
      };
    },

    async answer(turn, input, { item, shownAt }) {
      if (item === 'seal') return seal(turn, input, study);
      const choice = choiceOf(input, strengthWords);
      const position = positionOf(item);
      if (choice === 'back') return to(`c${Math.max(0, position - 1)}`);
      if (!choice) {
        turn.notice(turn.t('please-choose'));
        return again;
      }
      const items = await itemsOf(turn.uow, userOf(turn), 'visual');
      const { id, repeat } = items[position]!;
      const dwellMs = turn.now.getTime() - shownAt.getTime();
      await rateFace(turn.uow, userOf(turn), {
        position,
        faceId: id,
        repeat,
        rating: Number(choice),
        dwellMs,
        answeredAt: turn.now,
      });
      return position + 1 < items.length ? to(`c${position + 1}`) : to('seal');
    },
  };
}

/** The pack with which this participant began; the current pack may be another one. */
async function packBegunWith(turn: Turn, study: Pick<Study, 'packOfVersion'>): Promise<CalibrationPack> {
  const begun = (await turn.uow.phases.of(userOf(turn))).get('visual');
  return study.packOfVersion(begun!.instrumentVersion);
}

const positionOf = (item: string): number => Number(item.slice(1));

async function seal(turn: Turn, input: Answer, study: Pick<Study, 'digest'>): Promise<Next> {
  const choice = choiceOf(input, { seal: [], back: backWords });
  const ratings = await turn.uow.visual.ratings(userOf(turn));
  if (choice === 'back') return to(`c${ratings.length - 1}`);
  if (choice !== 'seal') {
    turn.notice(turn.t('please-choose'));
    return again;
  }
  await sealVisualPhase(turn.uow, study.digest, userOf(turn), turn.now);
  turn.notice(turn.t('sealed-visual'));
  return on;
}
