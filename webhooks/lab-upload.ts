import type { RequestHandler } from 'express';
import type { Clock } from '../clock.ts';
import { HarmoniaError, isHarmoniaError } from '../errors.ts';
import { type HlaReference, type LabFileReport, readLabFile } from '../engine/biological/index.ts';
import type { LabDelivery } from '../engine/ports/phases.ts';
import type { Transactions, UnitOfWork } from '../engine/ports/unit-of-work.ts';
import { importTypings } from '../engine/protocol/import-typings.ts';
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
  lab: string;
  bytes: Buffer;
  report: LabFileReport;
}

type Answer = Pick<LabDelivery, 'status' | 'response'>;

/**
 * POST /webhooks/hla: a signed lab file. Answers what became of each row once everything is stored. The same
 * delivery again gets the first answer again; the same id with another body is a conflict.
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
    const report = await readLabFile(bytes, { reference: deps.reference });
    const { status, response: answer } = await deliverOnce(deps, { id: `${lab}:${id}`, lab, bytes, report });
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
  const now = clock.now();
  const { report } = delivery;
  const imported = report.refused ? [] : await importTypings(uow, digest, { rows: report.rows, method, now });
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
      lab: delivery.lab,
      rows: report.rows.length,
      imported: imported.filter(({ status }) => status === 'imported').length,
    },
    at: now,
  });
  return answer;
}

function describe(report: LabFileReport, imported: Awaited<ReturnType<typeof importTypings>>): object {
  const problemsOf = new Map(report.rows.map(({ row, problems }) => [row, problems]));
  const count = (status: string): number => imported.filter((row) => row.status === status).length;
  return {
    format: report.format ?? null,
    refused: report.refused,
    imported: count('imported'),
    unchanged: count('unchanged'),
    rejected: imported.length - count('imported') - count('unchanged'),
    problems: report.problems,
    rows: imported.map((row) => ({ ...row, problems: problemsOf.get(row.row) ?? [] })),
  };
}
