import type { RequestHandler } from 'express';
import { HarmoniaError } from '../foundation/errors.ts';
import { type HlaReference, type LabFileReport, readLabFile } from '../engine/biological/index.ts';
import type { ImportedRow } from '../engine/protocol/import-typings.ts';
import { countOf, deliverOnce, type LabDeliveryDeps } from '../engine/protocol/lab-delivery.ts';
import { type SigningKey, verifySignature } from './lab-signature.ts';

export interface LabUploadDeps extends LabDeliveryDeps {
  labKeys: readonly SigningKey[];
  /** What allele names are checked against. */
  reference: HlaReference;
}

/**
 * An id that begins so asks for replacement. The id is what a lab may choose freely and what every library for Standard
 * Webhooks signs; the address is not signed, and whoever stands in between could add to it.
 */
const replacePrefix = 'replace.';

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
    const delivery = { id: `${lab}:${id}`, replaceAll, lab, body: bytes, report };
    const answer = await deliverOnce(deps, delivery, (imported) => ({
      status: report.refused ? 422 : 200,
      response: JSON.stringify(describe(report, imported)),
    }));
    if (answer === 'id-reused')
      response.status(409).json({ error: 'This webhook-id was used for another body before.' });
    else response.status(answer.status).type('json').send(answer.response);
  };
}

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
