import type { CalibrationPack } from '../../engine/visual/calibration-pack.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import { itemsOf } from '../../engine/protocol/phases.ts';
import { rateFace, sealVisualPhase } from '../../engine/protocol/visual-phase.ts';
import { backRow, button } from '../turn/keyboards.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { escapeHtml, type Turn, userOf } from '../turn/turn.ts';
import { type Answer, choiceOf, type Dialog, isAboutUnseen, type Next, on, repeat, to } from './dialog.ts';
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

/**
 * Swipes on calibration faces in four grades: with two grades an answer says almost nothing about how one participant's
 * taste differs from another's.
 */
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
      const pack = await packOfParticipant(turn, study);
      const face = pack.faces.find(({ id }) => id === items[position]?.id);
      if (!face)
        throw new HarmoniaError(
          'pack-invalid',
          `the pack ${pack.id} lacks a face that a participant is to rate`,
        );
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
            t(face.source.startsWith('drawn ') ? 'calibration-ask-drawn' : 'calibration-ask'),
            t('progress', { done: position + 1, total: items.length }),
            // The licence of the photographs asks for the attribution wherever one is shown.
            ...(pack.attribution === undefined ? [] : [`<i>${escapeHtml(pack.attribution)}</i>`]),
          ].join('\n\n'),
          picture: { bundled: face.path },
          withoutPicture: {
            text: t('picture-missing'),
            buttons: [[button(t('try-again'), 'go', '', 'continue')]],
          },
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
      if (isAboutUnseen(turn, input)) return to(item);
      const choice = choiceOf(input, strengthWords);
      const position = positionOf(item);
      if (choice === 'back') return to(`c${Math.max(0, position - 1)}`);
      if (!choice) {
        turn.notice(turn.t('please-choose'));
        return repeat;
      }
      const items = await itemsOf(turn.uow, userOf(turn), 'visual');
      const face = items[position]!;
      const dwellMs = turn.now.getTime() - shownAt.getTime();
      await rateFace(turn.uow, userOf(turn), {
        position,
        faceId: face.id,
        repeat: face.repeat,
        rating: Number(choice),
        dwellMs,
        answeredAt: turn.now,
      });
      return position + 1 < items.length ? to(`c${position + 1}`) : to('seal');
    },
  };
}

/** The pack with which this participant began phase 1; participants who begin now may get a newer one. */
async function packOfParticipant(turn: Turn, study: Pick<Study, 'packOfVersion'>): Promise<CalibrationPack> {
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
    return repeat;
  }
  await sealVisualPhase(turn.uow, study.digest, userOf(turn), turn.now);
  turn.notice(turn.t('sealed-visual'));
  return on;
}
