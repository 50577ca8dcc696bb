import { outlookOf } from '../../engine/protocol/promised-date.ts';
import { localDate } from './local-date.ts';
import { participantOf, type Turn } from './turn.ts';

/** For a screen on which a participant waits: how many are done, the promised day, and after it how to leave. */
export async function outlookInWords(turn: Turn): Promise<string[]> {
  const { cohortId } = participantOf(turn);
  const { done, promisedAt, isOver } = await outlookOf(turn.uow, { cohortId, now: turn.now });
  const date = promisedAt && localDate(promisedAt);
  return [
    ...(done ? [turn.t('outlook-done', { ...done })] : []),
    ...(date ? [turn.t(isOver ? 'outlook-over' : 'outlook-date', { date })] : []),
  ];
}
