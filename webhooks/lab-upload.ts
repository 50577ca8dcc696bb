import type { RequestHandler } from 'express';
import type { Clock } from '../foundation/clock.ts';
import { HarmoniaError, isHarmoniaError } from '../foundation/errors.ts';
import { type HlaReference, type LabFileReport, readLabFile } from '../engine/biological/index.ts';
import type { LabDelivery } from '../engine/ports/phases.ts';
import type { Transactions, UnitOfWork } from '../engine/ports/unit-of-work.ts';
import { type ImportedRow, importTypings, type ImportStatus } from '../engine/protocol/import-typings.ts';
import type { Digest } from '../engine/protocol/phases.ts';
import { type SigningKey, verifySignature } from './lab-signature.ts';

export interface LabUploadDeps {
  transactions: Transactions;
  labKeys: readonly SigningKey[];
  digest: Digest;
  /** What allele names are checked against. */
  reference: HlaReference;
  /** Names the method in the seal: how typings are read and compared. */
  method: string;
  clock: Clock;
}

interface Delivery {
  id: string;
  /** The lab says that every typing takes the place of an earlier one. */
  replaceAll: boolean;
  lab: string;
  bytes: Buffer;
  report: LabFileReport;
}

/**
 * An id that begins so asks for replacement. The id is what a lab may choose freely and what every library for Standard
 * Webhooks signs; the address is not signed, and whoever stands in between could add to it.
 */
const replacePrefix = 'replace.';

type Answer = Pick<LabDelivery, 'status' | 'response'>;

/**
 * POST /webhooks/hla: a signed lab file. Answers what became of each row once everything is stored. The same
 * delivery again gets the first answer again; the same id with another body is a conflict. An id that begins with
 * `replace.` lets the typings replace earlier ones.
 */
export function labUpload(deps: LabUploadDeps): RequestHandler {
  return async (request, response) => {
    const body: unknown = request.body;
    const id = request.get('webhook-id');
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const lab = verifySignature(
      {
        id,
        timestamp: request.get('webhook-timestamp'),
        signature: request.get('webhook-signature'),
        body: bytes,
      },
      deps.labKeys,
      // The lab signs with its own clock, so its time is compared with the world's, not with the study's.
      new Date(),
    );
    if (!lab || !id) throw new HarmoniaError('unauthorized', 'a lab delivery was not authenticated');
    if ('replace' in request.query) {
      response.status(400).json({
        error: `The address is not signed. To replace typings, begin the webhook-id with "${replacePrefix}".`,
        code: 'replace-unsigned',
      });
      return;
    }
    const replaceAll = id.startsWith(replacePrefix);
    const report = await readLabFile(bytes, { reference: deps.reference });
    const delivery = { id: `${lab}:${id}`, replaceAll, lab, bytes, report };
    const { status, response: answer } = await deliverOnce(deps, delivery);
    response.status(status).type('json').send(answer);
  };
}

async function deliverOnce(deps: LabUploadDeps, delivery: Delivery): Promise<Answer> {
  const bodyDigest = deps.digest(delivery.bytes.toString('base64'));
  const once = (): Promise<Answer> =>
    deps.transactions.transact(async (uow) => {
      const earlier = await uow.biology.delivery(delivery.id);
      if (earlier && earlier.bodyDigest !== bodyDigest) {
        throw new HarmoniaError('bad-request', 'the webhook-id was used for another body', {
          details: { repeated: 1 },
        });
      }
      return earlier ?? store(uow, deps, { ...delivery, bodyDigest });
    });
  try {
    return await once();
  } catch (error) {
    if (error instanceof HarmoniaError && error.details['repeated'] === 1) {
      const used = { error: 'This webhook-id was used for another body before.' };
      return { status: 409, response: JSON.stringify(used) };
    }
    // A copy of the same delivery was stored at the same moment: its answer is ours.
    if (isHarmoniaError(error, 'conflict')) return once();
    throw error;
  }
}

async function store(
  uow: UnitOfWork,
  { digest, method, clock }: LabUploadDeps,
  delivery: Delivery & { bodyDigest: string },
): Promise<Answer> {
  const { lab, replaceAll, report } = delivery;
  const { rows } = report;
  const imported = report.refused
    ? []
    : await importTypings(uow, digest, { rows, lab, replaceAll, method, clock });
  const now = clock.now();
  const answer: Answer = {
    status: report.refused ? 422 : 200,
    response: JSON.stringify(describe(report, imported)),
  };
  await uow.biology.saveDelivery({ id: delivery.id, bodyDigest: delivery.bodyDigest, at: now, ...answer });
  await uow.audit.append({
    actor: 'lab',
    action: report.refused ? 'lab-file-refused' : 'lab-file-imported',
    subject: null,
    details: {
      lab,
      rows: rows.length,
      imported: countOf(imported, 'imported'),
      replaced: countOf(imported, 'replaced'),
    },
    at: now,
  });
  return answer;
}

const countOf = (rows: readonly ImportedRow[], status: ImportStatus): number =>
  rows.filter((row) => row.status === status).length;

function describe(report: LabFileReport, imported: readonly ImportedRow[]): object {
  const problemsOf = new Map(report.rows.map(({ row, problems }) => [row, problems]));
  const [stored, replaced, unchanged] = (['imported', 'replaced', 'unchanged'] as const).map((status) =>
    countOf(imported, status),
  ) as [number, number, number];
  return {
    format: report.format ?? null,
    refused: report.refused,
    imported: stored,
    replaced,
    unchanged,
    rejected: imported.length - stored - replaced - unchanged,
    problems: report.problems,
    rows: imported.map((row) => ({ ...row, problems: problemsOf.get(row.row) ?? [] })),
  };
}
