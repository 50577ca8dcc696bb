import type { UserId } from '../../engine/ports/participants.ts';
import type { Phase } from '../../engine/ports/phases.ts';
import { HarmoniaError } from '../../foundation/errors.ts';
import type { TransactionScope } from '../transaction.ts';

/**
 * Throws `phase-sealed` before a write to a sealed phase is sent. The triggers refuse that write too, but a refused
 * statement ends the whole transaction, and the caller has to store its answer to the participant in it.
 */
export async function requireUnsealed(
  { query }: TransactionScope,
  userId: UserId,
  phase: Phase,
): Promise<void> {
  const [record] = await query<{ sealed: boolean }>(
    `SELECT sealed_at IS NOT NULL AS sealed FROM phase_records WHERE user_id = $1 AND phase = $2 FOR SHARE`,
    [userId, phase],
  );
  if (record?.sealed) throw phaseSealed(phase);
}

/** The error of a write to a sealed phase. */
export const phaseSealed = (phase: Phase): HarmoniaError =>
  new HarmoniaError('phase-sealed', `the ${phase} phase is sealed`);
