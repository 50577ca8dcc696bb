import type { LabFileReport } from '../biological/index.ts';
import type { Clock } from '../../foundation/clock.ts';
import { isHarmoniaError } from '../../foundation/errors.ts';
import type { LabDelivery } from '../ports/phases.ts';
import type { Transactions, UnitOfWork } from '../ports/unit-of-work.ts';
import { parseKitCode } from './codes.ts';
import { type ImportedRow, importTypings, type ImportStatus } from './import-typings.ts';
import type { Digest } from './seal-digest.ts';

/** A lab file that was delivered, read and not yet imported. */
export interface ReceivedDelivery {
  /** Unique per laboratory. A delivery that is sent once more has the same id and the same body. */
  id: string;
  /** The name under which the laboratory signs. */
  lab: string;
  body: Buffer;
  /** True when every typing of the file is to replace the one stored before. */
  replaceAll: boolean;
  report: LabFileReport;
}

/** The answer that a laboratory gets, now and whenever it repeats the delivery. */
export type LabAnswer = Pick<LabDelivery, 'status' | 'response'>;

export interface LabDeliveryDeps {
  transactions: Transactions;
  /** Makes the keyed digest of a body. */
  deliveryDigest: Digest;
  /** Makes the keyed digests of seals. */
  sealDigest: Digest;
  /** Names the method in the seal: how typings are read and compared. */
  method: string;
  clock: Clock;
}

/**
 * What the delivery stored under the same id makes of this one: `new` when there is none, `repeated` when it had the
 * same body, `id-reused` when it had another one.
 */
export function compareDelivery(
  earlier: Pick<LabDelivery, 'bodyDigest'> | undefined,
  bodyDigest: string,
): 'new' | 'repeated' | 'id-reused' {
  if (!earlier) return 'new';
  return earlier.bodyDigest === bodyDigest ? 'repeated' : 'id-reused';
}

/**
 * Imports a delivery once. A repeated one gets the answer of the first; one that reuses an id is refused and stores
 * nothing.
 * @param answerTo words the answer from the rows that were imported; none are when the file was refused
 */
export async function deliverOnce(
  deps: LabDeliveryDeps,
  delivery: ReceivedDelivery,
  answerTo: (imported: readonly ImportedRow[]) => LabAnswer,
): Promise<LabAnswer | 'id-reused'> {
  const bodyDigest = deps.deliveryDigest(delivery.body.toString('base64'));
  const once = (): Promise<LabAnswer | 'id-reused'> =>
    deps.transactions.transact(async (uow) => {
      const earlier = await uow.biology.delivery(delivery.id);
      if (compareDelivery(earlier, bodyDigest) === 'id-reused') return 'id-reused';
      return earlier ?? importDelivery(uow, deps, { ...delivery, bodyDigest }, answerTo);
    });
  try {
    return await once();
  } catch (error) {
    // The same delivery was stored by another request in the meantime, so the second run finds its answer.
    if (isHarmoniaError(error, 'conflict')) return once();
    throw error;
  }
}

/** Ends a transaction without storing what was done in it. */
class DryRunOver extends Error {
  readonly answer: LabAnswer;
  constructor(answer: LabAnswer) {
    super('a dry run is over');
    this.answer = answer;
  }
}

/**
 * The answer that a delivery would get now. Its rows are imported in a transaction that is rolled back; neither the
 * delivery nor its id is remembered, and no event is recorded.
 */
export async function tryDelivery(
  { transactions, sealDigest, method, clock }: LabDeliveryDeps,
  { lab, replaceAll, report: { rows, refused } }: ReceivedDelivery,
  answerTo: (imported: readonly ImportedRow[]) => LabAnswer,
): Promise<LabAnswer> {
  if (refused) return answerTo([]);
  try {
    return await transactions.transact(async (uow) => {
      throw new DryRunOver(
        answerTo(await importTypings(uow, sealDigest, { rows, lab, replaceAll, method, clock })),
      );
    });
  } catch (error) {
    if (error instanceof DryRunOver) return error.answer;
    throw error;
  }
}

async function importDelivery(
  uow: UnitOfWork,
  { sealDigest, method, clock }: LabDeliveryDeps,
  { id, lab, bodyDigest, replaceAll, report }: ReceivedDelivery & { bodyDigest: string },
  answerTo: (imported: readonly ImportedRow[]) => LabAnswer,
): Promise<LabAnswer> {
  const { rows, refused } = report;
  const imported = refused
    ? []
    : await importTypings(uow, sealDigest, { rows, lab, replaceAll, method, clock });
  const now = clock.now();
  const answer = answerTo(imported);
  await uow.biology.saveDelivery({ id, bodyDigest, at: now, ...answer });
  // The laboratory is answered with the code of an erased person's kit, and the answer is stored without it.
  const left = imported.filter(({ status }) => status === 'not-accepted');
  await uow.biology.forgetVoid(left.map(({ participant }) => parseKitCode(participant)!));
  await uow.audit.append({
    actor: 'lab',
    action: refused ? 'lab-file-refused' : 'lab-file-imported',
    subject: null,
    details: {
      lab,
      rows: rows.length,
      imported: countOf(imported, 'imported'),
      replaced: countOf(imported, 'replaced'),
    },
    at: now,
  });
  await uow.jobs.enqueue('tell-of-deliveries', {}, { singletonKey: 'all' });
  return answer;
}

/** How many rows have this status. */
export const countOf = (rows: readonly ImportedRow[], status: ImportStatus): number =>
  rows.filter((row) => row.status === status).length;
