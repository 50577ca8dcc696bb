import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRandom } from '../../foundation/random.ts';
import { syntheticTyping, writeLabCsv } from '../../engine/biological/index.ts';
import { sign, type SigningKey } from '../../webhooks/lab-signature.ts';
import { stagedAt } from '../support/staged-study.ts';
import { startTestStudy, type TestStudy } from '../support/study.ts';

const rounds = 60;
const atOnce = 6;
const key: SigningKey = { lab: 'north', secret: randomBytes(32) };

let study: TestStudy;
let busy: ChildProcess;

beforeAll(async () => {
  study = await startTestStudy({ LAB_KEYS: `${key.lab}:${key.secret.toString('base64')}` });
  // The child ends by itself when this process is killed, because it then gets another parent.
  busy = spawn(process.execPath, ['-e', 'for (const parent = process.ppid; process.ppid === parent; );']);
}, 60_000);

afterAll(async () => {
  const ended = once(busy, 'close');
  busy.kill('SIGKILL');
  await ended;
  await study.close();
});

/** Delivers one row that replaces the typing of this kit. Returns the HTTP status and the status of the row. */
async function replace(kit: string, seed: string): Promise<string> {
  const typing = syntheticTyping(createRandom(seed));
  const body = Buffer.from(writeLabCsv([{ participant: kit, typing }]));
  const response = await fetch(`${study.harmonia().url}/webhooks/hla`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'text/csv',
      ...sign(key, { id: `replace.${randomUUID()}`, body, now: new Date() }),
    },
  });
  const { rows, code } = (await response.json()) as { rows?: { status: string }[]; code?: string };
  return `${response.status} ${rows?.map(({ status }) => status).join() ?? code}`;
}

test('six deliveries at once that replace one kit are all stored, sixty times, with one core busy', async () => {
  const { database } = study.harmonia();
  const { participant } = await stagedAt(study, 'lab');
  const kit = (await database.transact((uow) => uow.biology.kitOf(participant.userId)))!.code;
  expect(await replace(kit, 'first')).toBe('200 imported');

  const answers: Record<string, number> = {};
  for (let round = 0; round < rounds; round++) {
    const seeds = Array.from({ length: atOnce }, (_, index) => `${round} ${index}`);
    for (const answer of await Promise.all(seeds.map((seed) => replace(kit, seed))))
      answers[answer] = (answers[answer] ?? 0) + 1;
  }
  expect(answers).toEqual({ '200 replaced': rounds * atOnce });

  await database.transact(async (uow) => {
    const superseded = await uow.phases.supersededOf(participant.userId);
    const current = (await uow.phases.of(participant.userId)).get('biological')!;
    expect(superseded).toHaveLength(rounds * atOnce);
    expect(superseded.map(({ supersededAt }) => supersededAt)).toEqual([
      ...superseded.slice(1).map(({ sealedAt }) => sealedAt),
      current.sealedAt,
    ]);
    expect(await uow.audit.verify()).toMatchObject({ brokenAt: null });
  });
});
