import {
  type HlaTyping,
  parseTyping,
  type LabRow,
  sameTyping,
  serialiseTyping,
} from '../biological/index.ts';
import { isHarmoniaError } from '../../errors.ts';
import type { ChatId } from '../ports/participants.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { receiveTyping } from './biological-phase.ts';
import { parseKitCode } from './codes.ts';
import type { Digest } from './phases.ts';

/** What became of a row that could be read, in words a lab can act on. */
export type ImportStatus =
  'imported' | 'unchanged' | 'unknown-kit' | 'conflict' | 'not-accepted' | 'rejected';

export interface ImportedRow {
  row: number;
  /** The kit code as the lab wrote it. */
  participant: string;
  status: ImportStatus;
  message: string;
}

const messages: Record<ImportStatus, string> = {
  imported: 'The typing was stored.',
  unchanged: 'The same typing was stored before.',
  'unknown-kit': 'No kit has this code. Please compare it with the label; the last letter catches slips.',
  conflict: 'Another typing was stored for this kit before and is kept. Please contact the organisers.',
  'not-accepted':
    'The person behind this kit has withdrawn, or the kit was replaced. Please destroy the result.',
  rejected: 'The row could not be read; see its problems.',
};

/** Stores the typings of a lab file, row by row, inside the caller's transaction. */
export async function importTypings(
  uow: UnitOfWork,
  digest: Digest,
  input: { rows: readonly LabRow[]; method: string; now: Date },
): Promise<ImportedRow[]> {
  await lockPeople(uow, input.rows);
  const imported: ImportedRow[] = [];
  for (const { row, participant, typing } of input.rows) {
    const status = typing ? await importOne(uow, digest, participant, typing, input) : 'rejected';
    imported.push({ row, participant, status, message: messages[status] });
  }
  return imported;
}

// One import of a person's result at a time, and none beside an update of theirs: in one order, so that two files with
// the same people never wait for each other in a circle.
async function lockPeople(uow: UnitOfWork, rows: readonly LabRow[]): Promise<void> {
  const chats = new Set<ChatId>();
  for (const { participant: written } of rows) {
    const kitCode = parseKitCode(written);
    const kit = kitCode === undefined ? undefined : await uow.biology.kit(kitCode);
    const { chatId } = (kit && (await uow.participants.byUser(kit.userId))) ?? {};
    if (chatId) chats.add(chatId);
  }
  for (const chatId of [...chats].toSorted()) await uow.chats.lock(chatId);
}

async function importOne(
  uow: UnitOfWork,
  digest: Digest,
  written: string,
  typing: HlaTyping,
  { method, now }: { method: string; now: Date },
): Promise<ImportStatus> {
  const kitCode = parseKitCode(written);
  const kit = kitCode === undefined ? undefined : await uow.biology.kit(kitCode);
  if (!kit) return 'unknown-kit';
  const stored = await uow.biology.typing(kit.userId);
  if (stored) return sameTyping(parseTyping(stored), typing) ? 'unchanged' : 'conflict';
  if (kit.voidedAt) return 'not-accepted';
  try {
    const userId = await receiveTyping(uow, digest, {
      kitCode: kit.code,
      typing: serialiseTyping(typing),
      method,
      now,
    });
    const { chatId } = (await uow.participants.byUser(userId)) ?? {};
    if (chatId) await uow.jobs.enqueue('refresh-chat', { chatId, sentence: 'lab-arrived' });
    return 'imported';
  } catch (error) {
    // The freeze may have sealed the phase without a result, or consent may be gone: the row says so, the rest goes on.
    if (
      ['consent-missing', 'phase-sealed', 'phase-closed', 'not-found'].some((code) =>
        isHarmoniaError(error, code as 'not-found'),
      )
    ) {
      return 'not-accepted';
    }
    throw error;
  }
}
