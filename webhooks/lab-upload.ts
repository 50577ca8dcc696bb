import type { RequestHandler } from 'express';
import { HarmoniaError } from '../foundation/errors.ts';
import {
  type HlaReference,
  type LabFileReport,
  type LabProblem,
  readLabFile,
  scoredLoci,
} from '../engine/biological/index.ts';
import type { ImportedRow } from '../engine/protocol/import-typings.ts';
import { parseKitCode } from '../engine/protocol/codes.ts';
import { countOf, deliverOnce, type LabDeliveryDeps } from '../engine/protocol/lab-delivery.ts';
import { type SigningKey, verifySignature } from './lab-signature.ts';

export interface LabUploadDeps extends LabDeliveryDeps {
  labKeys: readonly SigningKey[];
  /** The reference table against which allele names are checked. */
  reference: HlaReference;
}

/**
 * A webhook-id that begins with this asks for replacement. A laboratory chooses the id freely, and every library for
 * Standard Webhooks signs it. The address is not signed: a proxy between laboratory and study could add to it.
 */
const replacePrefix = 'replace.';

/**
 * POST /webhooks/hla: takes a signed lab file and answers the result of each row after everything is stored. A repeated
 * delivery gets the first answer; the same id with another body is a conflict. With an id that begins with `replace.`
 * the typings replace earlier ones.
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
      // The laboratory signs with the real time, while the study's clock may be moved in the sandbox.
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
    const kits = await deps.transactions.transact((uow) => uow.biology.kitCodes());
    const report = await readLabFile(bytes, {
      reference: deps.reference,
      loci: scoredLoci,
      isParticipant: (code) => kits.has(parseKitCode(code) ?? ''),
    });
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
    // The study keeps HLA-A, -B and -DRB1 only; the laboratory hears which other genes it sent.
    otherGenes: report.otherGenes,
    problems: report.problems,
    notes: report.notes,
    rows: imported.map((row) => ({ ...row, problems: (problemsOf.get(row.row) ?? []).map(withoutTyping) })),
  };
}

/** Answers are stored as they are, so a contradiction names both places and quotes no typing. */
function withoutTyping(problem: LabProblem): object {
  const { text: _, against, ...rest } = problem;
  if (against === undefined) return problem;
  return { ...rest, against: { row: against.row, column: against.column } };
}
