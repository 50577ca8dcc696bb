import type { Request, RequestHandler } from 'express';
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
import {
  countOf,
  deliverOnce,
  type LabAnswer,
  type LabDeliveryDeps,
  tryDelivery,
} from '../engine/protocol/lab-delivery.ts';
import { decompress, isLabFileType, labFileTypes } from './lab-body.ts';
import { isSigned, type SignedRequest, type SigningKey, verifySignature } from './lab-signature.ts';

export interface LabUploadDeps extends LabDeliveryDeps {
  labKeys: readonly SigningKey[];
  /** The reference table against which allele names are checked. */
  reference: HlaReference;
}

/**
 * Beginnings of a webhook-id that ask for something: a dry run, replacement, or a dry run of a replacement. A laboratory
 * chooses the id freely, and every library for Standard Webhooks signs it. The address is not signed: a proxy between
 * laboratory and study could add to it. A dry run stores nothing, so the address may ask for it too.
 */
const dryRunPrefix = 'dryrun.';
const replacePrefix = 'replace.';

interface Asked {
  dryRun: boolean;
  replaceAll: boolean;
}

function whatIsAsked(id: string, dryRunInAddress: boolean): Asked {
  const dryRun = id.startsWith(dryRunPrefix);
  const rest = dryRun ? id.slice(dryRunPrefix.length) : id;
  return { dryRun: dryRun || dryRunInAddress, replaceAll: rest.startsWith(replacePrefix) };
}

const dryRunIn = ({ dryRun }: Record<string, unknown>): boolean => dryRun === '1';

/**
 * Refuses a parameter that is unknown, before anything else: a laboratory that writes `?dryrun=1` would otherwise have
 * imported what it wanted to try.
 */
export const labParameters: RequestHandler = ({ query }, response, next) => {
  const refuse = (code: string, error: string): void => void response.status(400).json({ error, code });
  if ('replace' in query)
    return refuse(
      'replace-unsigned',
      `The address is not signed. To replace typings, begin the webhook-id with "${replacePrefix}".`,
    );
  if (Object.keys(query).some((name) => name !== 'dryRun') || ('dryRun' in query && !dryRunIn(query)))
    return refuse(
      'unknown-parameter',
      'The address may end in "?dryRun=1" and has no other parameter. Nothing was read or stored.',
    );
  next();
};

const signatureOf = (request: Request): Omit<SignedRequest, 'body'> => ({
  id: request.get('webhook-id'),
  timestamp: request.get('webhook-timestamp'),
  signature: request.get('webhook-signature'),
});

/** Refuses a delivery without a signature before its body is read. */
export const labHeaders: RequestHandler = (request, _response, next) => {
  if (!isSigned(signatureOf(request)))
    throw new HarmoniaError('unauthorized', 'a lab delivery was not signed');
  next();
};

/**
 * POST /webhooks/hla: takes a signed lab file and answers the result of each row after everything is stored. A repeated
 * delivery gets the first answer; the same id with another body is a conflict. With an id that begins with `replace.`
 * the typings replace earlier ones. A dry run (`?dryRun=1`, or an id that begins with `dryrun.`) gets the answer that
 * the file would get now, stores nothing, and leaves the id unused.
 */
export function labUpload(deps: LabUploadDeps): RequestHandler {
  return async (request, response) => {
    const sent: unknown = request.body;
    const raw = Buffer.isBuffer(sent) ? sent : Buffer.alloc(0);
    const signed = signatureOf(request);
    // The laboratory signs with the real time, while the study's clock may be moved in the sandbox.
    const now = new Date();
    const verified = verifySignature({ ...signed, body: raw }, deps.labKeys, now);
    if (!verified) throw new HarmoniaError('unauthorized', 'a lab delivery was not authenticated');
    if (!verified.timely) {
      response.status(401).json({
        error: 'The signature fits, but its timestamp is over five minutes from the time of this server.',
        code: 'timestamp-outside-window',
        serverTime: now.toISOString(),
      });
      return;
    }
    if (!isLabFileType(request.get('content-type'))) {
      response.status(415).json({
        error: `Please send the file as one of these types, or without a type: ${labFileTypes.join(', ')}.`,
        code: 'unsupported-type',
      });
      return;
    }
    const { lab } = verified;
    const body = await decompress(raw, response.locals);
    const { dryRun, replaceAll } = whatIsAsked(signed.id!, dryRunIn(request.query));
    const kits = await deps.transactions.transact((uow) => uow.biology.kitCodes());
    const report = await readLabFile(body, {
      reference: deps.reference,
      loci: scoredLoci,
      isParticipant: (code) => kits.has(parseKitCode(code) ?? ''),
    });
    const answerTo = (imported: readonly ImportedRow[]): LabAnswer => ({
      status: report.refused ? 422 : 200,
      response: JSON.stringify({ ...(dryRun && { dryRun }), ...describe(report, imported) }),
    });
    const hasStatuses = report.rows.some(({ sample }) => sample !== undefined);
    const delivery = { id: `${lab}:${signed.id!}`, replaceAll, lab, body, report };
    const answer = await (dryRun ? tryDelivery : deliverOnce)(deps, delivery, answerTo);
    if (answer === 'id-reused')
      response.status(409).json({ error: 'This webhook-id was used for another body before.' });
    else
      response
        .status(answer.status)
        .type('json')
        .send(hasStatuses ? await withOpenKits(deps, answer.response) : answer.response);
  };
}

/**
 * The answer with the codes of all kits that wait for a typing. They are not stored with it: a code is erased with its
 * person, and a repeated delivery is answered by what is open then.
 */
async function withOpenKits({ transactions }: LabUploadDeps, response: string | null): Promise<string> {
  const waiting = await transactions.transact((uow) => uow.biology.waitingKits());
  const openKits = waiting.map(({ code }) => code);
  return JSON.stringify({ ...(JSON.parse(response ?? '{}') as object), openKits });
}

function describe(report: LabFileReport, imported: readonly ImportedRow[]): object {
  const problemsOf = new Map(report.rows.map(({ row, problems }) => [row, problems]));
  const [stored, replaced, unchanged, noted, known] = (
    ['imported', 'replaced', 'unchanged', 'status-noted', 'status-known'] as const
  ).map((status) => countOf(imported, status)) as [number, number, number, number, number];
  return {
    format: report.format ?? null,
    refused: report.refused,
    imported: stored,
    replaced,
    unchanged,
    ...(noted + known > 0 && { statuses: noted + known }),
    rejected: imported.length - stored - replaced - unchanged - noted - known,
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
