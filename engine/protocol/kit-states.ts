import type { CohortId } from '../ports/participants.ts';
import type { CohortKit, Kit, KitEvent } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { parseKitCode } from './codes.ts';

/**
 * Where a kit is. `issued`: it has a code and a participant, and staff have it. `handed`, `posted`: it was given or sent
 * to its participant. `arrived`: the participant has it, and its code was checked. `sent`: the sample is on its way.
 * `received`: a laboratory has it. `repeat`: the laboratory analyses it once more. `failed`: it could not be read.
 * `typed`: its typing is stored. `voided`: another kit took its place.
 */
export type KitState =
  'failed' | 'issued' | 'handed' | 'posted' | 'arrived' | 'sent' | 'received' | 'repeat' | 'typed' | 'voided';
/** Those in which staff have something to do come first. */
export const kitStates = [
  ...(['failed', 'issued', 'handed', 'posted', 'arrived', 'sent', 'received', 'repeat'] as const),
  ...(['typed', 'voided'] as const),
] satisfies readonly KitState[];

/** A state of a kit and since when it is in it. */
export interface KitMoment {
  state: KitState;
  since: Date;
}

/** A kit by code, with its participant's code. */
export interface KitLine extends KitMoment {
  code: string;
  participant: string;
  /** The states before, from the issue on. */
  before: KitMoment[];
  /** Since when the participant has told, in this state, that the kit is not there; null when they have not. */
  missedSince: Date | null;
  /** Why a void kit was replaced, when its participant or a laboratory said so. */
  reason: 'lost' | 'damaged' | 'failed' | null;
}

/** The states of a kit in their order; the last one is where it is now. */
export function momentsOf(
  kit: Pick<Kit, 'issuedAt' | 'voidedAt' | 'receivedAt'>,
  events: readonly KitEvent[],
): KitMoment[] {
  const moments: KitMoment[] = [{ state: 'issued', since: kit.issuedAt }];
  for (const { event, at } of events)
    if (event !== 'not-here' && event !== 'lost' && event !== 'damaged')
      moments.push({ state: event, since: at });
  if (kit.receivedAt) moments.push({ state: 'typed', since: kit.receivedAt });
  if (kit.voidedAt) moments.push({ state: 'voided', since: kit.voidedAt });
  return moments;
}

/** The state in which a kit is. */
export const stateOfKit = (...kit: Parameters<typeof momentsOf>): KitState => momentsOf(...kit).at(-1)!.state;

/** The kits of a cohort: those that wait for something first, the newest first among each. */
export async function kitsOf(uow: Pick<UnitOfWork, 'biology'>, cohortId: CohortId): Promise<KitLine[]> {
  const delivered = new Set((await uow.biology.deliveredCodes()).map((written) => parseKitCode(written)));
  const lines = (await uow.biology.kitsOfCohort(cohortId)).map((kit) => lineOf(kit, delivered.has(kit.code)));
  return kitStates.flatMap((state) => lines.filter((line) => line.state === state));
}

function lineOf(kit: CohortKit, isDelivered: boolean): KitLine {
  // The typing may have been erased with a consent, after the kit was received.
  const moments = momentsOf(kit.typed ? kit : { ...kit, receivedAt: null }, kit.events);
  const last = moments.at(-1)!;
  // A laboratory named it in a delivery whose row was rejected, so it has the kit.
  const atLab: readonly KitState[] = ['issued', 'handed', 'posted', 'arrived', 'sent'];
  const state = isDelivered && atLab.includes(last.state) ? 'received' : last.state;
  const missed = kit.events.findLast(({ event }) => event === 'not-here');
  const told = kit.events.findLast(
    ({ event }) => event === 'lost' || event === 'damaged' || event === 'failed',
  );
  return {
    code: kit.code,
    participant: kit.participantCode,
    state,
    since: last.since,
    before: moments.slice(0, -1),
    missedSince: missed && missed.at >= last.since ? missed.at : null,
    reason: kit.voidedAt && told ? (told.event as KitLine['reason']) : null,
  };
}
