import type { UserId } from '../ports/participants.ts';
import type { Kit, KitEventName } from '../ports/phases.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { issueKit } from './biological-phase.ts';
import { parseKitCode } from './codes.ts';
import { type KitState, momentsOf, stateOfKit } from './kit-states.ts';

/** What follows what; a step that the kit has passed already is not noted once more. */
const order = ['issued', 'posted', 'handed', 'arrived', 'sent', 'received', 'repeat', 'failed', 'typed'];
const place = (state: KitState): number => order.indexOf(state);

interface By {
  by: UserId | 'lab';
  now: Date;
}

/** Where a participant's kit is, and since when. Undefined for a participant without a kit. */
export async function journeyOf(
  uow: UnitOfWork,
  userId: UserId,
): Promise<{ kit: Kit; state: KitState; since: Date } | undefined> {
  const kit = await uow.biology.kitOf(userId);
  if (!kit) return undefined;
  const { state, since } = momentsOf(kit, await uow.biology.kitEvents(kit.code)).at(-1)!;
  return { kit, state, since };
}

/** Notes what was said about a kit, in its journey and in the audit log. */
export async function noteKit(
  uow: UnitOfWork,
  { code, userId }: Pick<Kit, 'code' | 'userId'>,
  { event, by, now }: By & { event: KitEventName },
): Promise<void> {
  await uow.biology.noteKit({ code, userId, event, at: now });
  await uow.audit.append({ actor: by, action: `kit-${event}`, subject: userId, details: {}, at: now });
}

/** What became of a step that staff or a participant wanted to note. */
export type KitNote = 'noted' | 'already' | 'void' | 'no-code' | 'unknown';

/** Notes that staff gave a kit to its participant, or posted it. `written` is its code in any spelling. */
export async function handOver(
  uow: UnitOfWork,
  written: string,
  { how, by, now }: By & { how: 'handed' | 'posted' },
): Promise<{ note: KitNote; kit?: Kit }> {
  const code = parseKitCode(written);
  if (code === undefined) return { note: 'no-code' };
  const kit = await uow.biology.kit(code);
  if (!kit) return { note: 'unknown' };
  if (kit.voidedAt) return { note: 'void', kit };
  const state = stateOfKit(kit, await uow.biology.kitEvents(code));
  if (place(state) >= place(how)) return { note: 'already', kit };
  await noteKit(uow, kit, { event: how, by, now });
  return { note: 'noted', kit };
}

/** What a code says that a participant scanned or typed; `other`: it is the code of another kit, so two were swapped. */
export type Arrival = KitNote | 'other';

/**
 * Notes that a participant has their kit, when the code on it is the one that was issued to them. Whose another code is
 * stays untold.
 */
export async function noteArrival(
  uow: UnitOfWork,
  written: string,
  { userId, now }: { userId: UserId; now: Date },
): Promise<Arrival> {
  const code = parseKitCode(written);
  if (code === undefined) return 'no-code';
  const kit = await uow.biology.kit(code);
  if (!kit) return 'unknown';
  if (kit.userId !== userId) {
    await uow.audit.append({
      ...{ actor: userId, action: 'kit-of-another', subject: userId, details: {}, at: now },
    });
    return 'other';
  }
  if (kit.voidedAt) return 'void';
  if (place(stateOfKit(kit, await uow.biology.kitEvents(code))) >= place('arrived')) return 'already';
  await noteKit(uow, kit, { event: 'arrived', by: userId, now });
  return 'noted';
}

/** Notes that the sample is on its way, or that the kit is not there yet; nothing for a kit that is further. */
export async function noteOwnStep(
  uow: UnitOfWork,
  userId: UserId,
  { event, now }: { event: 'sent' | 'not-here'; now: Date },
): Promise<void> {
  const journey = await journeyOf(uow, userId);
  if (!journey) return;
  const { kit, state } = journey;
  const until = event === 'sent' ? 'sent' : 'arrived';
  // The first word that a kit is missing counts; a button that is tapped again adds nothing.
  const last = (await uow.biology.kitEvents(kit.code)).at(-1);
  if (place(state) < place(until) && last?.event !== event)
    await noteKit(uow, kit, { event, by: userId, now });
}

/**
 * Notes what a laboratory says of a sample. A laboratory may analyse a sample once more after it failed; false when the
 * kit is at that state or further.
 */
export async function noteLabStep(
  uow: UnitOfWork,
  kit: Kit,
  step: By & { event: 'received' | 'failed' | 'repeat' },
): Promise<boolean> {
  const state = stateOfKit(kit, await uow.biology.kitEvents(kit.code));
  const again = step.event === 'repeat' && state === 'failed';
  if (!again && place(state) >= place(step.event)) return false;
  await noteKit(uow, kit, step);
  return true;
}

/**
 * Gives a participant another kit because theirs is lost, damaged or could not be read. The old one is void from now on.
 * @throws HarmoniaError `consent-missing`, `phase-closed`, `phase-sealed`.
 */
export async function replaceOwnKit(
  uow: UnitOfWork,
  userId: UserId,
  { reason, now }: { reason: 'lost' | 'damaged' | 'failed'; now: Date },
): Promise<Kit> {
  const kit = await uow.biology.kitOf(userId);
  if (kit && reason !== 'failed') await noteKit(uow, kit, { event: reason, by: userId, now });
  return issueKit(uow, { userId, by: userId, now });
}
