import { randomBytes, randomUUID } from 'node:crypto';
import { parseTyping, sameTyping, syntheticTyping, writeLabCsv } from '../../engine/biological/index.ts';
import type { Participant } from '../../engine/ports/participants.ts';
import { biologicalSnapshot } from '../../engine/protocol/biological-phase.ts';
import { sealDigest } from '../../engine/protocol/seal-digest.ts';
import { createRandom } from '../../foundation/random.ts';
import { sign, type SigningKey } from '../../webhooks/lab-signature.ts';
import { stagedAt } from './staged-study.ts';
import type { TestStudy } from './study.ts';

const keyOf = (lab: string): SigningKey => ({ lab, secret: randomBytes(32) });

/** Two keys of one laboratory, one of another, and one that the study does not know. */
export const labKeys = {
  first: keyOf('north'),
  rotated: keyOf('north'),
  other: keyOf('south'),
  unknown: keyOf('north'),
};

/** The variable LAB_KEYS of a study that knows these laboratories. */
export const labKeysVariable = [labKeys.first, labKeys.rotated, labKeys.other]
  .map(({ lab, secret }) => `${lab}:${secret.toString('base64')}`)
  .join(',');

/** What the study answered to a delivery. */
export interface LabAnswer {
  status: number;
  body: {
    dryRun?: boolean;
    imported?: number;
    replaced?: number;
    unchanged?: number;
    statuses?: number;
    rejected?: number;
    openKits?: string[];
    refused?: boolean;
    error?: string;
    code?: string;
    serverTime?: string;
    rows?: { row: number; participant: string; status: string; message: string; problems: unknown[] }[];
    problems?: { message: string }[];
  };
  text: string;
}

export const statuses = ({ body }: LabAnswer): string[] => body.rows!.map(({ status }) => status);

export const typingOf = (seed: string) => syntheticTyping(createRandom(seed));

/** A lab file with these rows, several of which may be for one kit. */
export function csvOf(...rows: [kit: string, seed: string][]): string {
  const tables = rows.map(([participant, seed]) =>
    writeLabCsv([{ participant, typing: typingOf(seed) }]).split('\n'),
  );
  return [tables[0]![0], ...tables.map(([, row]) => row), ''].join('\n');
}

interface Delivery {
  id?: string;
  key?: SigningKey;
  now?: Date;
  type?: string;
  /** What follows the path in the address. */
  search?: string;
}

/** A laboratory that delivers to the study, and a look at what the study stored. */
export function createLaboratory(study: () => TestStudy) {
  const url = (): string => `${study().harmonia().url}/webhooks/hla`;
  const post = async (
    body: Buffer | string,
    headers: Record<string, string>,
    search = '',
  ): Promise<LabAnswer> => {
    const response = await fetch(url() + search, { method: 'POST', body: Buffer.from(body), headers });
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text) as LabAnswer['body'], text };
  };
  const stored = ({ userId }: Participant): Promise<string | undefined> =>
    study()
      .harmonia()
      .database.transact((uow) => uow.biology.typing(userId));
  return {
    url,
    post,
    deliver: (
      body: Buffer | string,
      { id = randomUUID(), key = labKeys.first, now = new Date(), type = 'text/csv', search }: Delivery = {},
    ): Promise<LabAnswer> =>
      post(body, { 'content-type': type, ...sign(key, { id, body: Buffer.from(body), now }) }, search),
    /** A participant who waits for the laboratory, with the code of their kit. */
    async waiting(): Promise<{ participant: Participant; kit: string }> {
      const { participant } = await stagedAt(study(), 'lab');
      const kit = await study()
        .harmonia()
        .database.transact((uow) => uow.biology.kitOf(participant.userId));
      return { participant, kit: kit!.code };
    },
    stored,
    holds: async (participant: Participant, seed: string): Promise<boolean> =>
      sameTyping(parseTyping((await stored(participant))!), typingOf(seed)),
    /** Whether the third phase is sealed over what is stored. */
    async isSealed({ userId }: Participant): Promise<boolean> {
      const { database, study: stages } = study().harmonia();
      const { typing, record } = await database.transact(async (uow) => ({
        typing: await uow.biology.typing(userId),
        record: (await uow.phases.of(userId)).get('biological'),
      }));
      const snapshot = biologicalSnapshot(stages.versions.biological, typing!);
      return record?.digest === sealDigest(stages.digest, { phase: 'biological', snapshot });
    },
  };
}
