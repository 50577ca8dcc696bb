import { openBiologicalPhase } from '../../engine/protocol/biological-phase.ts';
import { isSealed } from '../../engine/protocol/journey.ts';
import type { Study } from '../../engine/protocol/study.ts';
import { participantOf, type Turn } from '../turn/turn.ts';
import { type Answer, type Dialog, type Next, repeat } from './dialog.ts';

/** Phase 3: shows the code of the kit and waits until the laboratory has delivered a typing. */
export function labDialog(study: Pick<Study, 'versions'>): Dialog {
  return {
    async ask(turn) {
      const { userId } = participantOf(turn);
      if (isSealed(await turn.uow.phases.of(userId), 'biological')) return undefined;
      await openBiologicalPhase(turn.uow, { userId, version: study.versions.biological, now: turn.now });
      const kit = await turn.uow.biology.kitOf(userId);
      return { id: 'wait', view: { text: turn.t('lab-ask', { kit: kit!.code }), buttons: [] } };
    },
    answer: async (turn, input) => waitOn(turn, input, 'lab-wait'),
  };
}

/** Waits, when all three phases are sealed, until an admin releases the results. */
export const cohortDialog: Dialog = {
  ask: async (turn) => ({ id: 'wait', view: { text: turn.t('cohort-wait'), buttons: [] } }),
  answer: async (turn, input) => waitOn(turn, input, 'nothing-to-do'),
};

function waitOn(turn: Turn, _input: Answer, sentence: string): Next {
  turn.notice(turn.t(sentence));
  return repeat;
}
