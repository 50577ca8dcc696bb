import {
  type HlaTyping,
  type LabRow,
  type SampleStatus,
  sameTyping,
  serialiseTyping,
} from '../biological/index.ts';
import type { Clock } from '../../foundation/clock.ts';
import { type ErrorCode, isHarmoniaError } from '../../foundation/errors.ts';
import type { ChatId, CohortId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { receiveTyping, replaceTyping } from './biological-phase.ts';
import { parseKitCode } from './codes.ts';
import { requireConsent } from '../privacy/consent.ts';
import { noteLabStep } from './kit-journey.ts';
import { requireOpen } from './phases.ts';
import { readable, typingOf } from './readable.ts';
import type { Digest } from './seal-digest.ts';

/** The outcome of importing a row. */
export type ImportStatus =
  | 'imported'
  | 'replaced'
  | 'unchanged'
  | 'status-noted'
  | 'status-known'
  | 'status-late'
  | 'unknown-kit'
  | 'repeated-kit'
  | 'conflict'
  | 'stored-unreadable'
  | 'cohort-frozen'
  | 'not-accepted'
  | 'rejected';

/** The outcomes after which what the row says, a typing or a status of its sample, is stored. */
export const storedStatuses: ReadonlySet<ImportStatus> = new Set([
  ...(['imported', 'replaced', 'unchanged', 'status-noted', 'status-known'] as const),
]);

export interface ImportedRow {
  row: number;
  /** The kit code as the lab wrote it. */
  participant: string;
  status: ImportStatus;
  message: string;
}

const messages: Record<ImportStatus, string> = {
  imported: 'The typing was stored.',
  replaced: 'The typing was stored in place of the earlier one, as you asked.',
  unchanged: 'The same typing was stored before.',
  'status-noted': 'The status was noted; no typing was stored from this row.',
  'status-known': 'The kit is at this state, or further, already. Nothing was changed.',
  'status-late': 'A typing is stored for this kit and is kept; the status was not noted.',
  'unknown-kit': 'No kit has this code. Please compare it with the label; the last letter catches slips.',
  'repeated-kit': 'This kit stands in more than one row of the file; none of them was stored.',
  conflict:
    'Another typing was stored for this kit before and is kept. To correct it, deliver again and say replace.',
  'stored-unreadable':
    'The typing that was stored for this kit cannot be read any more. Please deliver again and say replace.',
  'cohort-frozen':
    'The cohort of this kit is closed and its data can no longer change. Please contact the organisers.',
  'not-accepted':
    'The person behind this kit has left the study, or the kit was replaced. Please destroy the result.',
  rejected: 'The row could not be read; see its problems.',
};

/**
 * Stores the typings of a lab file, row by row, inside the caller's transaction. A typing that differs from the one
 * stored before is a conflict, unless its row or the whole delivery asks for replacement.
 */
export async function importTypings(
  uow: UnitOfWork,
  digest: Digest,
  input: { rows: readonly LabRow[]; lab: string; replaceAll: boolean; method: string; clock: Clock },
): Promise<ImportedRow[]> {
  const locked = await lockPeople(uow, input);
  // The time is read after the locks: two deliveries of one kit get them in any order, and each seal must be newer than
  // the one before.
  const now = input.clock.now();
  const repeated = repeatedKits(input.rows);
  const imported: ImportedRow[] = [];
  for (const { row, participant, typing, sample, replace } of input.rows) {
    const { lab, method } = input;
    const how = { lab, method, now, replace: input.replaceAll || replace === true };
    let status: ImportStatus = 'rejected';
    if ((typing ?? sample) && repeated.has(parseKitCode(participant))) status = 'repeated-kit';
    else if (sample) status = await noteSample(uow, { written: participant, sample, now });
    else if (typing) status = await importOne(uow, digest, { written: participant, typing, ...how });
    imported.push({ row, participant, status, message: messages[status] });
  }
  // A lock makes a row for its chat, also for that of a person who was erased meanwhile.
  await uow.chats.forgetVisitors(locked);
  return imported;
}

/** Kits that are in several rows. The readers of the file find only those that are spelled alike. */
function repeatedKits(rows: readonly LabRow[]): ReadonlySet<string | undefined> {
  const byKit = Map.groupBy(rows, ({ participant }) => parseKitCode(participant));
  return new Set([...byKit].flatMap(([kit, { length }]) => (kit !== undefined && length > 1 ? [kit] : [])));
}

// Locks the chats, so that a participant's typing is imported by one delivery at a time and not during an update of
// the participant. Sorted, so that two files with the same participants cannot deadlock. A replacement also locks the
// cohort, so that it is not frozen in the meantime.
async function lockPeople(
  uow: UnitOfWork,
  { rows, replaceAll }: { rows: readonly LabRow[]; replaceAll: boolean },
): Promise<ChatId[]> {
  const chats = new Set<ChatId>();
  const cohorts = new Set<CohortId>();
  for (const { participant: written, replace } of rows) {
    const kitCode = parseKitCode(written);
    const kit = kitCode === undefined ? undefined : await uow.biology.kit(kitCode);
    const person = kit && (await uow.participants.byUser(kit.userId));
    if (person?.chatId) chats.add(person.chatId);
    if (person && (replaceAll || replace === true)) cohorts.add(person.cohortId);
  }
  for (const chatId of [...chats].toSorted()) await uow.chats.lock(chatId);
  for (const cohortId of [...cohorts].toSorted()) await uow.cohorts.lock(cohortId);
  return [...chats];
}

interface OneTyping {
  /** The kit code as the lab wrote it. */
  written: string;
  typing: HlaTyping;
  /** The name under which the laboratory signs. */
  lab: string;
  replace: boolean;
  method: string;
  now: Date;
}

async function importOne(uow: UnitOfWork, digest: Digest, one: OneTyping): Promise<ImportStatus> {
  const kitCode = parseKitCode(one.written);
  const kit = kitCode === undefined ? undefined : await uow.biology.kit(kitCode);
  if (!kit) {
    const isVoid = kitCode !== undefined && (await uow.biology.isVoid(kitCode));
    return isVoid ? 'not-accepted' : 'unknown-kit';
  }
  // A typing that replaces another does not need the other one to be readable.
  const stored = await readable(() => typingOf(uow, kit.userId));
  if (!stored && !one.replace) return 'stored-unreadable';
  if (stored?.value && sameTyping(stored.value, one.typing)) return 'unchanged';
  if (stored?.value && !one.replace) return 'conflict';
  const replaces = !stored || stored.value !== undefined;
  const { method, now } = one;
  const input = { kitCode: kit.code, typing: serialiseTyping(one.typing), method, now };
  try {
    if (replaces) {
      await replaceTyping(uow, digest, { ...input, lab: one.lab });
      return 'replaced';
    }
    const userId = await receiveTyping(uow, digest, input);
    const { chatId } = (await uow.participants.byUser(userId)) ?? {};
    if (chatId) await uow.jobs.enqueue('refresh-chat', { chatId, sentence: 'lab-arrived' });
    return 'imported';
  } catch (error) {
    // The freeze may have sealed the phase without a result, or the consent may be withdrawn. This row gets that
    // status, and the other rows are imported.
    const status = isHarmoniaError(error) ? refusals[error.code] : undefined;
    if (status === undefined) throw error;
    return status;
  }
}

/** Notes what the laboratory says of a sample, and renews the screen of its participant. */
async function noteSample(
  uow: UnitOfWork,
  { written, sample, now }: { written: string; sample: SampleStatus; now: Date },
): Promise<ImportStatus> {
  const kitCode = parseKitCode(written);
  const kit = kitCode === undefined ? undefined : await uow.biology.kit(kitCode);
  if (!kit) {
    const isVoid = kitCode !== undefined && (await uow.biology.isVoid(kitCode));
    return isVoid ? 'not-accepted' : 'unknown-kit';
  }
  if (kit.voidedAt) return 'not-accepted';
  if ((await uow.biology.typing(kit.userId)) !== undefined) return 'status-late';
  try {
    await requireConsent(uow, kit.userId, 'genetic');
    await requireOpen(uow, kit.userId, 'biological');
  } catch (error) {
    const status = isHarmoniaError(error) ? refusals[error.code] : undefined;
    if (status === undefined) throw error;
    return status;
  }
  if (!(await noteLabStep(uow, kit, { event: sample, by: 'lab', now }))) return 'status-known';
  const { chatId } = (await uow.participants.byUser(kit.userId)) ?? {};
  if (chatId) await uow.jobs.enqueue('refresh-chat', { chatId });
  return 'status-noted';
}

const refusals: Partial<Record<ErrorCode, ImportStatus>> = {
  'consent-missing': 'not-accepted',
  // Only the freeze seals this phase without a typing.
  'phase-sealed': 'cohort-frozen',
  'phase-closed': 'not-accepted',
  'not-found': 'not-accepted',
  'cohort-state': 'cohort-frozen',
};
