import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../foundation/random.ts';
import { createSandbox, type Sandbox } from '../../sandbox/server.ts';

const lostMilliseconds = 200;

/** A line of the child's output. */
interface Done {
  kind: 'person' | 'message' | 'update';
  id: number;
  text?: string;
  at: number;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Lets a sandbox work for a while and kills it. Returns its completed steps, and those that must have been kept. */
async function workAndDie(milliseconds: number): Promise<{ done: Done[]; safe: Done[] }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'sandbox-child.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'close');
  // Enough is written before the time counts, however slow the machine is.
  while ((output.match(/"message"/g) ?? []).length < 12) await once(child.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, lostMilliseconds + milliseconds));
  const safeUntil = Date.now() - lostMilliseconds;
  child.kill('SIGKILL');
  await ended;
  const done = output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Done);
  return { done, safe: done.filter(({ at }) => at < safeUntil) };
}

async function pending({
  url,
  token,
}: Sandbox): Promise<{ update_id: number; message: { text?: string } }[]> {
  const answer = await fetch(`${url}/bot${token}/getUpdates`);
  return ((await answer.json()) as { result: Awaited<ReturnType<typeof pending>> }).result;
}

test('a sandbox that is killed loses at most its last 200 ms and gives no number twice', async () => {
  const random = createRandom('sandbox-kill');
  /** The text of the person, message or update that has each number. */
  const given = new Map<string, string | undefined>();
  const give = ({ kind, id, text }: Pick<Done, 'kind' | 'id' | 'text'>): void => {
    const key = `${kind} ${id}`;
    // An update that was not confirmed is delivered again, unchanged.
    if (given.has(key))
      expect({ key, text, again: kind !== 'message' }).toEqual({ key, text: given.get(key), again: true });
    given.set(key, text);
  };
  for (let round = 0; round < 3; round++) {
    const first = await workAndDie(100 + random.next() * 600);
    const second = await workAndDie(100 + random.next() * 600);
    for (const one of [...first.done, ...second.done]) give(one);
    const safe = [...first.safe, ...second.safe].filter(({ kind }) => kind === 'message');
    expect(safe.length).toBeGreaterThan(20);

    const sandbox = await createSandbox({ folder });
    try {
      const [person, ...others] = sandbox.people();
      expect(others).toEqual([]);
      const messages = person!.messages();
      const textOf = new Map(messages.map(({ id, text }) => [id, text]));
      expect(safe.filter(({ id, text }) => !textOf.has(id) || textOf.get(id) !== text)).toEqual([]);
      for (const { file } of messages) if (file) expect(sandbox.file(file.id)).toHaveLength(file.size);
      person!.send(`after round ${round}`);
      for (const { update_id: id, message } of await pending(sandbox)) {
        give({ kind: 'update', id, ...(message.text === undefined ? {} : { text: message.text }) });
      }
    } finally {
      await sandbox.close();
    }
  }
});
