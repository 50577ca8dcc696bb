import type { CohortId } from '../ports/participants.ts';
import type { CohortKit } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { parseKitCode } from './codes.ts';

/**
 * Where a kit is. `issued`: its participant has its code. `received`: a laboratory named it in a delivery, and no typing
 * was stored. `typed`: its typing is stored. `voided`: another kit took its place.
 */
export type KitState = 'issued' | 'received' | 'typed' | 'voided';
export const kitStates = ['issued', 'received', 'typed', 'voided'] as const satisfies readonly KitState[];

/** A kit by code, with its participant's code. */
export interface KitLine {
  code: string;
  participant: string;
  state: KitState;
  /** Since when it is issued, typed or void; for `received` since when it is issued. */
  since: Date;
}

/** The kits of a cohort: those that wait for something first, the newest first among each. */
export async function kitsOf(uow: Pick<UnitOfWork, 'biology'>, cohortId: CohortId): Promise<KitLine[]> {
  const delivered = new Set((await uow.biology.deliveredCodes()).map((written) => parseKitCode(written)));
  const lines = (await uow.biology.kitsOfCohort(cohortId)).map((kit) => {
    const state = stateOf(kit, delivered);
    const since = { voided: kit.voidedAt, typed: kit.receivedAt, issued: null, received: null }[state];
    return { code: kit.code, participant: kit.participantCode, state, since: since ?? kit.issuedAt };
  });
  return kitStates.flatMap((state) => lines.filter((line) => line.state === state));
}

function stateOf(kit: CohortKit, delivered: ReadonlySet<string | undefined>): KitState {
  if (kit.voidedAt) return 'voided';
  if (kit.receivedAt && kit.typed) return 'typed';
  return delivered.has(kit.code) ? 'received' : 'issued';
}
