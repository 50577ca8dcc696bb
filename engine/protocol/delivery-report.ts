import { createHash } from 'node:crypto';
import type { LabDelivery } from '../ports/phases.ts';
import { parseKitCode } from './codes.ts';
import { type ImportStatus, storedStatuses } from './import-typings.ts';

/** One row of a delivery, as staff see it. */
export interface DeliveryRow {
  row: number;
  /** Undefined when the laboratory wrote something that is no kit code: it may be a name. */
  kit: string | undefined;
  /** True when its person was erased, and with them the code. */
  erased: boolean;
  status: ImportStatus;
  stored: boolean;
  /** What the laboratory was told about the row: code and English sentence. */
  problems: { code: string; message: string }[];
}

/** A delivery of a laboratory with the outcome of its rows. */
export interface DeliveryReport {
  /** Names the delivery on a button: see `BiologyStore.deliveryByDigest`. */
  digest: string;
  lab: string;
  at: Date;
  /** True when the whole file was refused. */
  refused: boolean;
  /** Problems of the file. */
  problems: { code: string; message: string }[];
  rows: DeliveryRow[];
  accepted: number;
}

/** Stands in a stored answer for the code of a kit whose person was erased. */
export const erasedCode = 'erased';

interface StoredAnswer {
  refused?: boolean;
  problems?: { code: string; message: string }[];
  rows?: { row: number; participant: string; status: ImportStatus; problems?: DeliveryRow['problems'] }[];
}

/** Reads the report out of the answer that the laboratory got. */
export function deliveryReport({ id, at, response }: LabDelivery): DeliveryReport {
  const answer = JSON.parse(response ?? '{}') as StoredAnswer;
  const rows = (answer.rows ?? []).map(({ row, participant, status, problems = [] }) => ({
    row,
    kit: parseKitCode(participant),
    erased: participant === erasedCode,
    status,
    stored: storedStatuses.has(status),
    problems: problems.map(({ code, message }) => ({ code, message })),
  }));
  return {
    digest: createHash('sha256').update(id).digest('hex').slice(0, 16),
    lab: id.slice(0, id.indexOf(':')),
    at,
    refused: answer.refused ?? false,
    problems: (answer.problems ?? []).map(({ code, message }) => ({ code, message })),
    rows,
    accepted: rows.filter(({ stored }) => stored).length,
  };
}
