import { openBiologicalPhase } from '../../engine/protocol/biological-phase.ts';
import { isSealed } from '../../engine/protocol/journey.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { participantOf } from '../turn/turn.ts';
import { button } from '../turn/keyboards.ts';
import { type Answer, type Dialog, repeat } from './dialog.ts';
import { kitQuestions } from './words.ts';

/**
 * Phase 3: shows the code of the kit and waits until the laboratory has delivered a typing. Questions about a kit that
 * did not come or was lost are answered, with the contact of the organisers.
 */
export function labDialog(study: Pick<Study, 'versions' | 'contact'>): Dialog {
  return {
    async ask(turn) {
      const { userId } = participantOf(turn);
      if (isSealed(await turn.uow.phases.of(userId), 'biological')) return undefined;
      await openBiologicalPhase(turn.uow, { userId, version: study.versions.biological, now: turn.now });
      const kit = await turn.uow.biology.kitOf(userId);
      const { t } = turn;
      return {
        id: 'wait',
        view: {
          text: t('lab-ask', { kit: kit!.code }),
          buttons: [
            [button(t('lab-where'), 'lab', 'wait', 'where')],
            [button(t('lab-lost'), 'lab', 'wait', 'lost')],
          ],
        },
      };
    },
    async answer(turn, input) {
      const kit = await turn.uow.biology.kitOf(participantOf(turn).userId);
      const { t } = turn;
      const contact = study.contact ? t('help-contact', { contact: study.contact }) : t('help-no-contact');
      turn.notice([t(`lab-wait-${askedAbout(input)}`, { kit: kit?.code ?? '—' }), contact].join('\n\n'));
      return repeat;
    },
  };
}

/** Waits, when all three phases are sealed, until an admin releases the results. */
export const cohortDialog: Dialog = {
  ask: async (turn) => ({ id: 'wait', view: { text: turn.t('cohort-wait'), buttons: [] } }),
  async answer(turn) {
    turn.notice(turn.t('nothing-to-do'));
    return repeat;
  },
};

/** What a message at the kit is about, by the button or by words that such questions have in the three languages. */
function askedAbout(input: Answer): 'where' | 'lost' | 'other' {
  const asked = (['lost', 'where'] as const).find((question) =>
    input.kind === 'tap'
      ? input.tap?.value === question
      : input.kind === 'text' && kitQuestions[question].test(input.text),
  );
  return asked ?? 'other';
}
